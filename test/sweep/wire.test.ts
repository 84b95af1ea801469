// Goal: whatever the real SDK sends for any operation of any service decodes to what it was given, and whatever we
// encode, modelled errors included, comes back equal through the SDK. Method: values derived from each operation's
// schema, two of each, with the texts and edges that break codecs; the real client with a function in the place of the
// socket. rules.ts lists what the clients and the protocols themselves change.

import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { serviceIndex } from "../../src/model/load.ts";
import type { Protocol } from "../../src/model/model.ts";
import { codecFor } from "../../src/wire/codecs.ts";
import type { Codec } from "../../src/wire/wire.ts";
import { sweep } from "./sweep.ts";

test.each(serviceIndex().map((service) => service.id))("%s", { timeout: 60_000 }, async (id) => {
  expect(await sweep(id, { codecFor })).toEqual([]);
});

// The protocols that a service speaks besides the JavaScript client's own, which boto3 and older SDKs use.
test.each<[string, Protocol, string]>([
  ["sqs", "awsQuery", "AwsQueryProtocol"],
  ["cloudwatch", "awsQuery", "AwsQueryProtocol"],
  ["cloudwatch", "rpcv2Cbor", "AwsSmithyRpcV2CborProtocol"],
])("%s in %s", async (id, protocol, className) => {
  const require = createRequire(createRequire(import.meta.url).resolve(`@aws-sdk/client-${id}`));
  const protocols = require("@aws-sdk/core/protocols") as Record<string, unknown>;
  expect(await sweep(id, { codecFor, protocol, config: { protocol: protocols[className] } })).toEqual([]);
});

// Canaries: codecs with one thing broken. A sweep that lets one of them pass proves nothing.
const canaries: readonly [name: string, id: string, breakCodec: (codec: Codec) => Codec][] = [
  [
    "an input member is lost",
    "kms",
    (codec) => ({
      ...codec,
      decodeInput(operation, request) {
        const [lost, ...kept] = Object.entries(codec.decodeInput(operation, request));
        return lost === undefined ? {} : Object.fromEntries(kept);
      },
    }),
  ],
  [
    "a character of an answer is changed",
    "iam",
    (codec) => ({
      ...codec,
      encodeOutput(operation, output, requestId) {
        const response = codec.encodeOutput(operation, output, requestId);
        return { ...response, body: (response.body as string).replace("ö", "o") };
      },
    }),
  ],
  [
    "a timestamp is a millisecond late",
    "lambda",
    (codec) => ({
      ...codec,
      encodeOutput(operation, output, requestId) {
        const late = Object.entries(output).map(([name, value]) => [
          name,
          value instanceof Date ? new Date(value.getTime() + 1) : value,
        ]);
        return codec.encodeOutput(operation, Object.fromEntries(late), requestId);
      },
    }),
  ],
  [
    "an error has another's code",
    "sns",
    (codec) => ({
      ...codec,
      encodeError: (service, operation, error, requestId) =>
        codec.encodeError(service, operation, Object.assign(error, { code: "ThrottledException" }), requestId),
    }),
  ],
];

test.each(canaries)("the sweep notices when %s", async (_name, id, breakCodec) => {
  expect(await sweep(id, { codecFor: (protocol) => breakCodec(codecFor(protocol)) })).not.toEqual([]);
});
