"""The rules of European participants: what is asked, what is complete, what is counted. No database, no Django.

One record per participant and operation; a new operation makes a new participant (V13, V14). One module per subject.
"""
