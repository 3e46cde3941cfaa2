"""Tables of the libraries, where they hold something about somebody."""

from deplie.socle.registre import COMPTE, DEPOT, SECRET, TECHNIQUE, Politique

DECLARATIONS: dict[str, dict[Politique, str]] = {
    "auth.Group": {TECHNIQUE: "id name permissions"},
    "auth.Group_permissions": {TECHNIQUE: "id group permission"},
    "auth.Permission": {TECHNIQUE: "id name content_type codename"},
    "contenttypes.ContentType": {TECHNIQUE: "id app_label model"},
    "sessions.Session": {COMPTE: "session_data", TECHNIQUE: "session_key expire_date"},
    "account.EmailAddress": {COMPTE: "user email verified primary", TECHNIQUE: "id"},
    "account.EmailConfirmation": {SECRET: "key", TECHNIQUE: "id email_address created sent"},
    "mfa.Authenticator": {SECRET: "data", COMPTE: "user type created_at last_used_at", TECHNIQUE: "id"},
    "django_tasks_database.DBTaskResult": {
        DEPOT: "traceback",
        TECHNIQUE: "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids queue_name "
        "backend_name run_after return_value exception_class_path",
    },
}
