"""A Glue endpoint that remembers: moto's Glue, which lives in memory, with a journal beside it.

Every call that changed something is appended to the journal before it is answered, and the journal is played back
through the same API at start. So a process that is killed loses nothing it has confirmed.

Usage: glue_server.py --host HOST --port PORT --journal FILE
Environment: LAKEHOUSE_GLUE_ACCESS_KEY, when set, is the only access key id that is let in.
"""

import argparse
import io
import json
import logging
import os
import re
import sys

CHANGES = re.compile(r"^AWSGlue\.(Create|Update|Delete|Put|Import|Tag|Untag|Batch(Create|Update|Delete))")
CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/[^/]*/([^/]+)/")
# How many definitions of one table outlive a restart; Iceberg keeps its own history.
KEPT_UPDATES = 10
LARGEST_BODY = 16 << 20


class Journal:
    """Lines of JSON, one a call: {"target", "region", "body"}. `path` None keeps nothing."""

    def __init__(self, path):
        self.path = path
        self.file = None

    def read(self):
        """The calls on file. A last line cut short by a crash is left out; any other bad line is reported."""
        if self.path is None or not os.path.exists(self.path):
            return []
        calls = []
        with open(self.path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    calls.append(json.loads(line))
                except ValueError:
                    if line.endswith("\n"):
                        log(f"ERROR {self.path} line {number} is not JSON and was left out")
        return calls

    def rewrite(self, calls):
        """Replaces the file by these calls, all or nothing, and opens it for more."""
        if self.path is None:
            return
        os.makedirs(os.path.dirname(os.path.abspath(self.path)), exist_ok=True)
        fresh = f"{self.path}.new"
        with open(fresh, "w", encoding="utf-8") as file:
            file.writelines(line(call) for call in calls)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.path)
        self.file = open(self.path, "a", encoding="utf-8")

    def append(self, call):
        if self.file is None:
            return
        self.file.write(line(call))
        self.file.flush()
        os.fsync(self.file.fileno())


def line(call):
    return json.dumps(call, separators=(",", ":")) + "\n"


def log(message):
    print(message, file=sys.stderr, flush=True)


def scope(call):
    """(catalog, region, database, table) a call is about; None where it names none."""
    body = call["body"]
    database = body.get("DatabaseName")
    table = body.get("TableName") or (body.get("TableInput") or {}).get("Name")
    action = call["target"].partition(".")[2]
    if action in ("CreateDatabase", "UpdateDatabase", "DeleteDatabase"):
        database = body.get("Name") or (body.get("DatabaseInput") or {}).get("Name")
    if action == "DeleteTable":
        table = body.get("Name")
    return (body.get("CatalogId"), call["region"], database, table)


def compact(calls):
    """The calls that still matter: nothing of what was dropped, and only the last updates of each table."""
    kept = []
    updates = {}
    for call in calls:
        action = call["target"].partition(".")[2]
        key = scope(call)
        if action == "DeleteDatabase":
            kept = [other for other in kept if scope(other)[:3] != key[:3]]
            updates = {table: seen for table, seen in updates.items() if table[:3] != key[:3]}
            continue
        if action == "DeleteTable":
            kept = [other for other in kept if scope(other) != key]
            updates.pop(key, None)
            continue
        if action == "UpdateTable":
            seen = updates.setdefault(key, [])
            seen.append(call)
            if len(seen) > KEPT_UPDATES:
                oldest = seen.pop(0)
                kept = [other for other in kept if other is not oldest]
        kept.append(call)
    return kept


class RememberingGlue:
    """WSGI: moto's Glue, with the access key checked before and changes written down after."""

    def __init__(self, app, journal, access_key):
        self.app = app
        self.journal = journal
        self.access_key = access_key

    def __call__(self, environ, start_response):
        credential = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        if self.access_key and (credential is None or credential.group(1) != self.access_key):
            return refuse(start_response)
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        if not CHANGES.match(target):
            return self.app(environ, start_response)
        body = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), LARGEST_BODY))
        environ["wsgi.input"] = io.BytesIO(body)
        status = []

        def remember_status(code, headers, exc_info=None):
            status.append(code)
            return start_response(code, headers, exc_info)

        answer = list(self.app(environ, remember_status))
        if status and status[0].startswith("200"):
            region = credential.group(2) if credential else "us-east-1"
            self.journal.append({"target": target, "region": region, "body": json.loads(body or b"{}")})
        return answer


def refuse(start_response):
    answer = {
        "__type": "UnrecognizedClientException",
        "message": "The security token included in the request is invalid.",
    }
    start_response("403 Forbidden", [("Content-Type", "application/x-amz-json-1.1")])
    return [json.dumps(answer).encode()]


def play_back(app, calls):
    from werkzeug.test import Client

    client = Client(app)
    for call in calls:
        # The version an update was made on has another number by now, or is gone.
        body = {name: value for name, value in call["body"].items() if name != "VersionId"}
        response = client.post(
            "/",
            data=json.dumps(body),
            headers={
                "X-Amz-Target": call["target"],
                "Content-Type": "application/x-amz-json-1.1",
                "Authorization": "AWS4-HMAC-SHA256 "
                f"Credential=restore/20000101/{call['region']}/glue/aws4_request, SignedHeaders=host, Signature=0",
            },
        )
        if response.status_code != 200:
            log(f"ERROR {call['target']} was not restored: {response.get_data(as_text=True)[:300]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--journal")
    options = parser.parse_args()

    from moto.moto_server.werkzeug_app import create_backend_app
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app = create_backend_app("glue")
    journal = Journal(options.journal)
    calls = compact(journal.read())
    play_back(app, calls)
    journal.rewrite(calls)
    glue = RememberingGlue(app, journal, os.environ.get("LAKEHOUSE_GLUE_ACCESS_KEY"))
    server = make_server(options.host, options.port, glue, threaded=True)
    log(f"Glue listens at {options.host}:{options.port}, {len(calls)} calls restored")
    server.serve_forever()


if __name__ == "__main__":
    main()
