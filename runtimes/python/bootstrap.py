"""The program of a Python sandbox: waits on descriptor 3 for frames, runs the handler, logs to descriptor 4.

Frames: src/sandbox/frames.ts. AWS: the programming model of the Python runtimes ("Define Lambda function handler in
Python", "Log and monitor Python Lambda functions") as the open runtime interface client behaves.
"""

import importlib
import importlib.util
import json
import logging
import os
import socket
import struct
import sys
import time
import traceback

SPECIALISE, INVOKE, READY, INIT_ERROR, RESPONSE, ERROR, INSPECTOR = 1, 2, 11, 12, 13, 14, 17

_channel = socket.socket(fileno=3)
_LOG_DESCRIPTOR = 4
os.set_inheritable(3, False)
os.set_inheritable(4, False)
_written = [0, 0, 0]
_request_id = None


def _resolve_local_names():
    """RFC 6761: names below "localhost" are this machine. Many resolvers do not know that, and the yard's APIs have them."""
    resolve = socket.getaddrinfo

    def getaddrinfo(host, *arguments, **options):
        if isinstance(host, str) and host.lower().endswith(".localhost"):
            host = "localhost"
        # AWS: "Telemetry API": where extensions listen for it. Internal ones do so in this process.
        elif host == "sandbox.localdomain":
            host = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")[0]
        return resolve(host, *arguments, **options)

    socket.getaddrinfo = getaddrinfo


_resolve_local_names()


class _SdkFinder:
    """Finds boto3 and what it is made of where another Python of this machine has it; asked after all else."""

    def __init__(self, files):
        self._files = files

    def find_spec(self, name, path=None, target=None):
        file = self._files.get(name)
        if file is None:
            return None
        folders = [os.path.dirname(file)] if os.path.basename(file) == "__init__.py" else None
        return importlib.util.spec_from_file_location(name, file, submodule_search_locations=folders)


if len(sys.argv) > 1:
    sys.meta_path.append(_SdkFinder(json.loads(sys.argv.pop())))


class Fault(Exception):
    """An error of the runtime's own kind: Runtime.KIND."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.error_type = "Runtime." + kind
        self.message = message
        self.trace = trace or []


def _receive(count):
    parts = []
    while count > 0:
        part = _channel.recv(min(count, 1 << 20))
        if not part:
            os._exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _next_frame():
    (length,) = struct.unpack(">I", _receive(4))
    body = _receive(length)
    (header_length,) = struct.unpack(">I", body[1:5])
    return body[0], json.loads(body[5 : 5 + header_length]), body[5 + header_length :]


def _send(kind, header, payload=b""):
    text = json.dumps(header).encode()
    _channel.sendall(struct.pack(">IBI", 5 + len(text) + len(payload), kind, len(text)) + text + payload)


def _write_log(message):
    data = message.encode("utf8", "replace")
    frame = struct.pack(">IIQ", 0xA55A0003, len(data), int(time.time() * 1_000_000)) + data
    view = memoryview(frame)
    while view:
        view = view[os.write(_LOG_DESCRIPTOR, view) :]
    _written[2] += len(frame)


class _Counting:
    """A text stream that flushes at once and counts what goes through it."""

    def __init__(self, stream, index):
        self._stream = stream
        self._index = index

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def write(self, text):
        _written[self._index] += len(text.encode("utf8", "replace"))
        count = self._stream.write(text)
        self._stream.flush()
        return count

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class _LogHandler(logging.Handler):
    def emit(self, record):
        _write_log(self.format(record))


class _RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.aws_request_id = _request_id or ""
        return True


class _JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": _request_id,
        }
        if record.exc_info:
            line["errorType"] = record.exc_info[0].__name__
            line["errorMessage"] = str(record.exc_info[1])
            line["stackTrace"] = traceback.format_list(traceback.extract_tb(record.exc_info[2]))
        return json.dumps(line, default=str) + "\n"


def _set_up_logging(environment):
    logging.Formatter.converter = time.gmtime
    handler = _LogHandler()
    if environment.get("AWS_LAMBDA_LOG_FORMAT") == "JSON":
        handler.setFormatter(_JsonFormatter())
    else:
        handler.setFormatter(
            logging.Formatter(
                "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
            )
        )
    handler.addFilter(_RequestIdFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    level = environment.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    if level:
        root.setLevel({"TRACE": 5, "FATAL": logging.CRITICAL}.get(level, level))


def _add_layers(opt_root, execution_environment):
    """AWS: "Python runtime search path": after the code, before the installation's own packages."""
    version = execution_environment.rpartition("_")[2]
    for folder in (f"{opt_root}/python", f"{opt_root}/python/lib/{version}/site-packages"):
        if os.path.isdir(folder):
            sys.path.insert(1, folder)


def _load(handler):
    if "." not in handler:
        raise Fault("MalformedHandlerName", f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)")
    module_name, function_name = handler.rsplit(".", 1)
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise Fault("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace) from error
    try:
        return getattr(module, function_name)
    except AttributeError as error:
        raise Fault("HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'") from error


def _inspect(settings):
    """Lets a debugger come, if debugpy is there: in the package, in a layer or in this Python."""
    try:
        import debugpy
    except ImportError:
        advice = f"install it for that Python ({sys.executable} -m pip install debugpy), or add it to the function's package or a layer"
        _send(INSPECTOR, {"problem": f"debugpy can not be imported by Python {sys.version.split()[0]}: {advice}."})
        return
    host, port = debugpy.listen((settings["host"], 0))
    _send(INSPECTOR, {"host": host, "port": port})
    if settings["breaks"]:
        debugpy.wait_for_client()


def _describe(error):
    if isinstance(error, Fault):
        return {"errorMessage": error.message, "errorType": error.error_type, "requestId": _request_id or "", "stackTrace": error.trace}
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__]
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": _request_id or "",
        "stackTrace": traceback.format_list(own if own else frames),
    }


def _log_error(description):
    lines = [f"[ERROR] {description['errorType']}: {description['errorMessage']}", "Traceback (most recent call last):"]
    for element in description["stackTrace"]:
        for line in element.splitlines():
            # AWS's runtime indents with no-break spaces, so that log viewers keep the indentation.
            indent = len(line) - len(line.lstrip(" "))
            lines.append("\u00a0" * indent + line[indent:])
    _write_log("\n".join(lines) + "\n")


class _Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class _ClientContext:
    def __init__(self, values):
        self.custom = values.get("custom")
        self.env = values.get("env")
        self.client = values.get("client")


class _Context:
    def __init__(self, header):
        environment = os.environ
        self.aws_request_id = header["requestId"]
        self.log_group_name = environment["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = environment["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.function_name = environment["AWS_LAMBDA_FUNCTION_NAME"]
        self.memory_limit_in_mb = environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.function_version = environment["AWS_LAMBDA_FUNCTION_VERSION"]
        self.invoked_function_arn = header["invokedFunctionArn"]
        self.client_context = _ClientContext(json.loads(header["clientContext"])) if header.get("clientContext") else None
        self.identity = _Identity()
        self.tenant_id = None
        self._deadline = time.time() * 1000 + header["remainingMs"]

    def get_remaining_time_in_millis(self):
        return max(int(self._deadline - time.time() * 1000), 0)

    def log(self, message):
        _write_log(message if isinstance(message, str) else str(message))


def _to_json(value):
    return json.dumps(value, ensure_ascii=False).encode("utf8", "surrogatepass")


def _run(handler, header, payload):
    global _request_id
    _request_id = header["requestId"]
    if header.get("traceId") is None:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    else:
        os.environ["_X_AMZN_TRACE_ID"] = header["traceId"]
    try:
        event = json.loads(payload)
        result = handler(event, _Context(header))
        try:
            answer = _to_json(result)
        except Exception as error:
            raise Fault("MarshalError", f"Unable to marshal response: {error}") from error
    except Exception as error:
        description = _describe(error)
        _log_error(description)
        _send(ERROR, {"requestId": _request_id, "written": _written, **description}, _to_json(description))
    else:
        _send(RESPONSE, {"requestId": _request_id, "written": _written}, answer)


def _main():
    sys.stdout = _Counting(sys.stdout, 0)
    sys.stderr = _Counting(sys.stderr, 1)
    _, spec, _ = _next_frame()
    os.environ.clear()
    os.environ.update(spec["environment"])
    time.tzset()
    os.chdir(spec["taskRoot"])
    sys.path[0] = spec["taskRoot"]
    _add_layers(spec["optRoot"], os.environ["AWS_EXECUTION_ENV"])
    _set_up_logging(os.environ)
    try:
        if "inspect" in spec:
            _inspect(spec["inspect"])
        handler = _load(spec["handler"])
    except Exception as error:
        description = _describe(error)
        _log_error(description)
        _send(INIT_ERROR, {"written": _written, "isFatal": True, **description}, _to_json(description))
        sys.exit(1)
    _send(READY, {})
    while True:
        _, header, payload = _next_frame()
        _run(handler, header, payload)


if __name__ == "__main__":
    _main()
