// Handles of wait conditions: URLs to which whoever is waited for puts its signals. The URL itself is the secret, as a presigned one is on AWS.
// AWS: "Create wait conditions in a CloudFormation template".

import type { Scope } from "../../../service/context.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import type { Door } from "../../../service/service.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import type { ReceivedSignal } from "./records.ts";
import { deleteWaitHandle, hasWaitHandle, saveReceivedSignal, saveWaitHandle } from "./repo.ts";
import { isRecord } from "../template/values.ts";
import { plainFailure, signalsTopic } from "./await-signals.ts";
import type { WaitChannel } from "./await-signals.ts";

const PATH = "/_aws/cloudformation-waitcondition/";
// LIMIT: what a signal may hold; AWS documents none, S3's objects have no such bound.
const MAX_SIGNAL_BYTES = 16_384;

/** Where the signals for a handle are kept. */
export interface HandlePlace {
  readonly stackId: string;
  readonly token: string;
}

/** A handle. Ref is its URL. Without a channel, when nothing runs, it can only be planned. */
export function waitConditionHandleType(channel?: Pick<WaitChannel, "yard" | "scope">): ResourceType {
  return {
    typeName: "AWS::CloudFormation::WaitConditionHandle",
    properties: [],
    create(_properties, { stackId, logicalId, clientToken }) {
      if (channel === undefined) throw plainFailure("A wait condition handle can be made by a stack operation only.");
      const { yard, scope } = channel;
      yard.store.write((tx) => saveWaitHandle(tx, scope, stackId, clientToken));
      // AWS: Ref gives a presigned URL. In a fork it is the fork's own: signals sent there are for the fork.
      const physicalId = `${yard.address}${PATH}${encodeURIComponent(stackId)}/${logicalId}/${clientToken}`;
      return Promise.resolve({ physicalId, attributes: { Id: physicalId } });
    },
    read: () => Promise.resolve({}),
    update: (physicalId) => Promise.resolve({ physicalId, attributes: { Id: physicalId } }),
    delete(physicalId) {
      const place = handlePlace(physicalId);
      if (channel !== undefined && place !== undefined) {
        channel.yard.store.write((tx) => deleteWaitHandle(tx, channel.scope, place.stackId, place.token));
      }
      return Promise.resolve();
    },
  };
}

/** What a handle's URL, or the path of it, leads to; undefined where it is no handle of a stack. */
export function handlePlace(url: string): HandlePlace | undefined {
  const start = url.indexOf(PATH);
  const path = start === -1 ? undefined : decode(url.slice(start + PATH.length));
  const [all, stackId = "", token = ""] =
    /^(arn:aws:cloudformation:.+)\/[A-Za-z0-9]+\/([A-Z0-9]{32})$/.exec(path ?? "") ?? [];
  return all === undefined ? undefined : { stackId, token };
}

/** Where signals are put. */
export const waitConditionSignals: Door = {
  name: "cloudformation-waitcondition",
  accepts: (_host, path) => path.startsWith(PATH),
  answer(request, yard) {
    if (request.method !== "PUT") return Promise.resolve(answer(405, "Signals are sent by PUT."));
    const place = handlePlace(request.path);
    const signal = readSignal(request.body, yard.clock.nowMs());
    // DEVIATION: on AWS S3 takes anything, and CloudFormation does not count what it cannot read. Here the sender is told.
    if (typeof signal === "string") return Promise.resolve(answer(400, signal));
    const scope = place === undefined ? undefined : scopeOf(place.stackId);
    if (place === undefined || scope === undefined) return Promise.resolve(answer(403, "Access Denied"));
    const isTaken = yard.store.write((tx) => {
      if (!hasWaitHandle(tx, scope, place.stackId, place.token)) return false;
      saveReceivedSignal(tx, scope, place.stackId, place.token, signal);
      return true;
    });
    if (isTaken) yard.signals.notify(signalsTopic(place.token));
    return Promise.resolve(isTaken ? answer(200, "") : answer(403, "Access Denied"));
  },
};

/** Of a stack's ARN as a stranger writes it. */
function scopeOf(stackId: string): Scope | undefined {
  const [, , , region = "", account = ""] = stackId.split(":");
  try {
    return { account: parseAccountId(account), region: parseRegion(region) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A signal, or what is wrong with it. AWS: "Wait condition signal JSON format": four members, all of them texts. */
function readSignal(body: Uint8Array, nowMs: number): ReceivedSignal | string {
  if (body.length > MAX_SIGNAL_BYTES) return `A signal has at most ${MAX_SIGNAL_BYTES} bytes.`;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return "A signal must be a JSON object.";
  }
  if (!isRecord(value)) return "A signal must be a JSON object.";
  const { Status: status, UniqueId: uniqueId, Data: data, Reason: reason } = value;
  if (status !== "SUCCESS" && status !== "FAILURE") return "Status must be SUCCESS or FAILURE.";
  if (typeof uniqueId !== "string" || uniqueId === "") return "UniqueId must be a text that is not empty.";
  return {
    v: 1,
    uniqueId,
    status,
    ...(typeof reason === "string" ? { reason } : {}),
    data: typeof data === "string" ? data : data === undefined ? "" : JSON.stringify(data),
    atMs: nowMs,
  };
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function answer(status: number, text: string): HttpResponse {
  return { status, headers: {}, body: new TextEncoder().encode(text) };
}
