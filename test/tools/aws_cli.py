"""The AWS CLI (version 1) as it is, without a process a command: its entry, called in one process.

Reads one JSON object a line, {"argv": [...], "stdin": "..."}, and answers each with a line: the exit code, what was printed, and
the operations that were called, each with the HTTP status of its answer.
"""

import io
import json
import sys

from awscli.clidriver import create_clidriver

answers, commands = sys.stdout, sys.stdin
calls = []


def note(http_response, model, **_):
    """Notes an operation that has been answered, whichever command made the call."""
    calls.append([model.service_model.service_id.hyphenize(), model.name, http_response.status_code])


def captured():
    """A stream that takes text and bytes, as those of a process do."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def text_of(stream):
    return stream.buffer.getvalue().decode("utf-8", "replace")


# Reading the models of services takes longest, and is all that commands share.
models = create_clidriver().session.get_component("data_loader")

for line in commands:
    command = json.loads(line)
    calls.clear()
    driver = create_clidriver()
    driver.session.register_component("data_loader", models)
    driver.session.register("after-call", note)
    sys.stdin = io.TextIOWrapper(io.BytesIO(command["stdin"].encode()), encoding="utf-8")
    sys.stdout, sys.stderr = out, err = captured(), captured()
    try:
        code = driver.main(command["argv"])
    except SystemExit as exit:
        code = exit.code
    finally:
        sys.stdout, sys.stderr = answers, sys.__stderr__
    answer = {"code": code, "out": text_of(out), "err": text_of(err), "calls": calls}
    print(json.dumps(answer), file=answers, flush=True)
