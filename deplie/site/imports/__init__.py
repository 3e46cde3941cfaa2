"""The web door of the import: deposit, preview, correction, application in the background, report."""
