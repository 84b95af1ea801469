// Goal: the wire means the same to botocore, which boto3 and the AWS CLI are made of, as to the JavaScript SDK: it has
// models and protocols of its own (CloudWatch in CBOR, older bindings). Method: the wire sweep's, in both directions,
// with botocore_client.py in the place of the SDK. Where botocore is not installed, there is nothing to compare with.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { AwsError } from "../../src/kernel/errors.ts";
import { loadModel, serviceIndex } from "../../src/model/load.ts";
import type { OperationModel } from "../../src/model/model.ts";
import { codecFor } from "../../src/wire/codecs.ts";
import { eventStreamMember } from "../../src/wire/event-stream.ts";
import { parseForm } from "../../src/wire/form.ts";
import { route, routedRequest } from "../../src/wire/route.ts";
import type { HttpResponse } from "../../src/wire/wire.ts";
import { expectedOutput, fixedOutput } from "../sweep/rules.ts";
import { comparable, sampleStructure } from "../sweep/samples.ts";

const CLIENT = fileURLToPath(new URL("botocore_client.py", import.meta.url));
const isInstalled = spawnSync("python3", ["-c", "import botocore"], { stdio: "ignore" }).status === 0;

function botocore(mode: "requests" | "answers", input: string): string[] {
  const run = spawnSync("python3", [CLIENT, mode], { input, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.split("\n").filter((line) => line !== "");
}

interface SentRequest {
  readonly service: string;
  readonly operation: string;
  readonly signingName: string;
  readonly params: unknown;
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Operations that another host or another signing name would tell apart, which the requests here do not have. */
const ROUTED_AS: Readonly<Record<string, string>> = { "s3 ListDirectoryBuckets": "s3 ListBuckets" };

/** What is wrong with a request as it is routed and decoded. */
function problemOf(sent: SentRequest): string | undefined {
  const headers: Record<string, string> = {
    host: "localhost:4566",
    authorization: `AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/${sent.signingName}/aws4_request, SignedHeaders=host, Signature=00`,
  };
  for (const [name, value] of Object.entries(sent.headers)) headers[name.toLowerCase()] = value;
  const [path = "", query = ""] = sent.path.split("?");
  const body = Buffer.from(sent.body, "base64");
  const request = { method: sent.method, path, query: [...parseForm(query), ...sent.query], headers, body };
  const head = route(request);
  const to = head.kind === "needs-body" ? route(request, body) : head;
  const wanted = `${sent.service} ${sent.operation}`;
  if (to.kind !== "operation") return `${wanted}: ${to.kind === "refused" ? to.error.message : "not routed"}`;
  const found = `${to.service} ${to.operation}`;
  if (found !== wanted) return found === ROUTED_AS[wanted] ? undefined : `${wanted}: routed to ${found}`;
  let input: unknown;
  try {
    input = codecFor(to.protocol).decodeInput(operationOf(to.service, to.operation), routedRequest(request, to));
  } catch (error) {
    return `${wanted}: ${String(error)}`;
  }
  const [got, expected] = [JSON.stringify(lenient(input)), JSON.stringify(lenient(sent.params))];
  return got === expected ? undefined : `${wanted}: got ${got} instead of ${expected}`;
}

/** Comparable, and with numbers as text: some of botocore's models have strings where the SDK's have numbers. */
function lenient(value: unknown): unknown {
  return JSON.parse(JSON.stringify(comparable(value)), (_name, given: unknown) =>
    typeof given === "number" ? String(given) : given,
  );
}

function operationOf(service: string, name: string): OperationModel {
  const operation = loadModel(service).operations.get(name);
  if (operation === undefined) throw new Error(`${service} has no ${name}.`);
  return operation;
}

/** Every operation's answer and every modelled error, in every protocol, as botocore_client.py reads them. */
function* answers(): Generator<string> {
  for (const { id, sdkId } of serviceIndex()) {
    const model = loadModel(id);
    for (const protocol of model.protocols) {
      const codec = codecFor(protocol);
      const line = (response: HttpResponse, more: object): string => {
        const { status, headers } = response;
        const body = Buffer.from(response.body as string | Uint8Array).toString("base64");
        return JSON.stringify({ service: id, sdkId, protocol, status, headers, body, ...more });
      };
      for (const operation of model.operations.values()) {
        if (eventStreamMember(operation) !== undefined || operation.name === "GetBucketLocation") continue;
        const output = sampleStructure(operation.output, { seed: 3, fixed: { ...fixedOutput(id), ...FIXED } });
        for (const member of operation.output.members.values())
          if (member.traits.httpPayload === true && member.shape.kind === "blob")
            output[member.name] = Buffer.from("text of a payload");
        const expected = comparable(expectedOutput("", operation, output, protocol));
        yield line(codec.encodeOutput(operation, output, "request-1"), { operation: operation.name, expected });
      }
      const [first] = model.operations.keys();
      for (const shape of new Set(model.errors.values())) {
        const message = `It <failed> & "é".`;
        const error = new AwsError({ code: shape.name, message, status: shape.error?.status ?? 400 });
        const response = codec.encodeError(model, undefined, error, "request-1");
        if (response.status < 300) throw new Error(`${shape.name} has the status of a success.`);
        const codes = [shape.name, shape.error?.code];
        yield line(response, { operation: first, error: shape.name, codes, message });
      }
    }
  }
}

/** Strings to the SDK that are numbers to botocore. */
const FIXED = { "*.PartNumberMarker": "1", "*.NextPartNumberMarker": "2" };

if (!isInstalled)
  test("botocore is not installed: the wire is not compared with it", () => expect(isInstalled).toBe(false));
else {
  test("what botocore sends decodes to what it was given", () => {
    const services = serviceIndex().map(({ id, sdkId }) => ({ id, sdkId }));
    const sent = botocore("requests", JSON.stringify(services)).map((line) => JSON.parse(line) as SentRequest);
    // Operations that only botocore's models still have are none of ours.
    const known = sent.filter(({ service, operation }) => loadModel(service).operations.has(operation));
    expect(known.length).toBeGreaterThan(3_000);
    expect(known.flatMap((request) => problemOf(request) ?? [])).toEqual([]);
  });

  test("what is answered comes back equal through botocore", () => {
    expect(botocore("answers", [...answers()].join("\n"))).toEqual([]);
  });
}
