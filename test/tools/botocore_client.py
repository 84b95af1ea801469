"""The wire of botocore, which boto3 and the AWS CLI are made of, without sockets.

"requests" prints one request a line for every operation and protocol that botocore knows of the services named on
standard input. "answers" reads one answer a line and prints one line for each that botocore understands differently.
Bytes are written "bytes:HEX" and times "date:ISO", as the wire sweep's comparable values are.
"""

import base64
import datetime
import json
import sys
from urllib.parse import urlencode

import botocore.compat
import botocore.parsers
import botocore.serialize
import botocore.session

SESSION = botocore.session.Session()
TEXTS = ["plain", "Ünïcödé ✓ 🚀", "a&b<c>\"d'e", "two words + 100% /s?q=1&x#y", "line\nbreak", "0", "true"]
PLACES = {"uri": "label", "header": "header", "headers": "header", "querystring": "query"}
# Strings of a certain form: numbers to other clients' models, parts of host names.
FIXED = {"MaxItems": "10", "MaxResults": "10", "Bucket": "bucket-1", "RequestRoute": "route-1"}
PROTOCOLS = {
    "awsJson1_0": "json",
    "awsJson1_1": "json",
    "awsQuery": "query",
    "ec2Query": "ec2",
    "restJson1": "rest-json",
    "restXml": "rest-xml",
    "rpcv2Cbor": "smithy-rpc-v2-cbor",
}


def service_model(sdk_id):
    """The model of a service by Smithy's sdkId, under whatever name botocore keeps it."""
    if not hasattr(service_model, "by_id"):
        service_model.by_id = {}
        for name in SESSION.get_available_services():
            model = SESSION.get_service_model(name)
            service_model.by_id[str(model.service_id)] = model
    return service_model.by_id[sdk_id]


def protocols_of(model):
    return model.metadata.get("protocols") or [model.metadata["protocol"]]


def comparable(value):
    if isinstance(value, (bytes, bytearray)):
        return "bytes:" + bytes(value).hex()
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.timezone.utc)
        return "date:" + utc.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (utc.microsecond // 1000)
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    return value


class Samples:
    """Values derived from botocore's shapes, the same in every run."""

    def __init__(self, keeps_empty):
        self.count = 0
        self.keeps_empty = keeps_empty

    def pick(self, values):
        self.count += 1
        return values[self.count % len(values)]

    def structure(self, shape, path):
        members = list(shape.members.items())
        if getattr(shape, "is_tagged_union", False):
            members = [self.pick(members)]
        value = {}
        for name, member in members:
            if member.serialization.get("eventstream"):
                continue
            place = PLACES.get(member.serialization.get("location"), "body")
            given = FIXED[name] if name in FIXED and member.type_name == "string" else self.of(member, path, place)
            if given is not None:
                value[name] = given
        return value

    def of(self, shape, path, place):
        kind = shape.type_name
        if kind == "structure":
            if path.count(shape.name) > 1 or len(path) > 6:
                return None
            value = self.structure(shape, path + [shape.name])
            return value if value or self.keeps_empty else None
        if kind == "list":
            items = [self.of(shape.member, path, place) for _ in range(2)]
            return [item for item in items if item is not None] or None
        if kind == "map":
            keys = ["key", "k 2&<é>"] if place == "body" else ["one", "two"]
            items = {key: self.of(shape.value, path, place) for key in keys}
            return {key: item for key, item in items.items() if item is not None} or None
        if kind == "string":
            if place == "header":
                return self.pick(["plain", "a b;c=d", "x/y"])
            return self.pick(["plain", "a b+c", "arn:aws:sqs:us-east-1:000000000000:q/1"] if place == "label" else TEXTS)
        if kind in ("integer", "long"):
            return self.pick([0, 1, 42, 123456])
        if kind in ("float", "double"):
            return self.pick([0.5, 1.25, 3.0])
        if kind == "boolean":
            return self.pick([True, False])
        if kind == "timestamp":
            return datetime.datetime.fromtimestamp(self.pick([1700000000, 1234567890]), datetime.timezone.utc)
        return self.pick([b"\x00\xff\x80", b"<&>"])


def requests():
    for service in json.load(sys.stdin):
        model = service_model(service["sdkId"])
        for protocol in protocols_of(model):
            serializer = botocore.serialize.create_serializer(protocol, False)
            for name in model.operation_names:
                operation = model.operation_model(name)
                samples = Samples(protocol not in ("query", "ec2"))
                shape = operation.input_shape
                params = samples.structure(shape, [shape.name]) if shape else {}
                print(json.dumps(request(service["id"], model, operation, serializer, params)))


def request(service, model, operation, serializer, params):
    sent = serializer.serialize_to_request(dict(params), operation)
    body = sent["body"]
    if isinstance(body, dict):
        body = urlencode(body, doseq=True)
    if isinstance(body, str):
        body = body.encode()
    headers = {key: item.decode() if isinstance(item, bytes) else str(item) for key, item in sent["headers"].items()}
    query = sent["query_string"] or {}
    pairs = [[key, str(item)] for key, items in query.items() for item in (items if isinstance(items, list) else [items])]
    return {
        "service": service,
        "operation": operation.name,
        "signingName": model.signing_name,
        "params": comparable(params),
        "method": sent["method"],
        "path": sent["url_path"],
        "query": pairs,
        "headers": headers,
        "body": base64.b64encode(body or b"").decode(),
    }


def differences(shape, expected, got, path):
    """Where `got` is not what was expected, as far as botocore's older models know the members."""
    kind = shape.type_name
    if kind == "structure" and isinstance(got, dict):
        for name, item in expected.items():
            if name in shape.members:
                yield from differences(shape.members[name], item, got.get(name), f"{path}.{name}")
    elif kind == "list" and isinstance(got, list) and len(got) == len(expected):
        for left, right in zip(expected, got):
            yield from differences(shape.member, left, right, path + "[]")
    elif kind == "map" and isinstance(got, dict) and got.keys() == expected.keys():
        for key, item in expected.items():
            yield from differences(shape.value, item, got[key], path + "{}")
    else:
        actual = comparable(got)
        # The bytes of a payload come as text, because no stream is there to read.
        if isinstance(actual, str) and str(expected).startswith("bytes:") and not actual.startswith("bytes:"):
            actual = comparable(actual.encode())
        # Some models have a string where others have a number.
        if actual != expected and str(actual) != str(expected):
            yield f"{path}: got {str(actual)[:80]!r} instead of {str(expected)[:80]!r}"


def answers():
    for line in sys.stdin:
        answer = json.loads(line)
        model = service_model(answer["sdkId"])
        protocol = PROTOCOLS[answer["protocol"]]
        name = answer["operation"]
        if protocol not in protocols_of(model) or name not in model.operation_names:
            continue
        shape = model.operation_model(name).output_shape
        response = {
            "body": base64.b64decode(answer["body"]),
            "headers": botocore.compat.HTTPHeaders.from_dict(answer["headers"]),
            "status_code": answer["status"],
            "context": {},
        }
        what = f"{answer['service']} {name} {answer.get('error', '')}"
        try:
            parsed = botocore.parsers.create_parser(protocol).parse(response, shape)
        except Exception as error:  # noqa: BLE001 - any failure of the parser is a finding
            print(f"{what}: {error!r}")
            continue
        if "error" in answer:
            got = parsed["Error"]
            if got.get("Code") not in answer["codes"] or got.get("Message") != answer["message"]:
                print(f"{what}: got {got}")
        elif shape is not None:
            for difference in differences(shape, answer["expected"], parsed, ""):
                print(f"{what}{difference}")


{"requests": requests, "answers": answers}[sys.argv[1]]()
