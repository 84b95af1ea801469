// For our own tests: calls of the control API, signed with its key.

import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import type { TestYard } from "./harness.ts";

/** The answer of an operation, or its error, as JSON. */
export async function callControl(
  { origin, controlKey }: Pick<TestYard, "origin" | "controlKey">,
  operation: string,
  input: object,
): Promise<unknown> {
  const { hostname, port, host } = new URL(origin);
  const body = JSON.stringify(input);
  const signer = new SignatureV4({
    service: "stackyard",
    region: "us-east-1",
    credentials: controlKey,
    sha256: Hash.bind(null, "sha256"),
  });
  const { headers } = await signer.sign({
    method: "POST",
    protocol: "http:",
    hostname,
    port: Number(port),
    path: "/",
    headers: { host, "content-type": "application/x-amz-json-1.1", "x-amz-target": `Stackyard.${operation}` },
    body,
  });
  return (await fetch(origin, { method: "POST", headers, body })).json();
}
