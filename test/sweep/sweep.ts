// The wire sweep of one service: every operation and every modelled error, through the real SDK client. The test file
// says what it is for; here is how.

import { AwsError } from "../../src/kernel/errors.ts";
import { loadModel } from "../../src/model/load.ts";
import type { OperationModel, Protocol, StructureShape } from "../../src/model/model.ts";
import { eventStreamMember } from "../../src/wire/event-stream.ts";
import { route, routedRequest } from "../../src/wire/route.ts";
import type { Codec, HttpRequest, HttpResponse } from "../../src/wire/wire.ts";
import {
  clientConfig,
  expectedErrorName,
  expectedInput,
  expectedOutput,
  fixedInput,
  fixedOutput,
  receivedOutput,
} from "./rules.ts";
import { comparable, sampleStructure } from "./samples.ts";
import { type Sdk, sdkFor } from "./sdk.ts";

export interface SweepOptions {
  readonly codecFor: (protocol: Protocol) => Codec;
  /** The protocol that the client is made to speak; by default its own. */
  readonly protocol?: Protocol;
  /** Client configuration for that. */
  readonly config?: Record<string, unknown>;
}

/** What came over the wire last. */
interface Exchange {
  readonly to: string;
  readonly input: unknown;
}

const SEEDS = [0, 5];

/** Sends every operation of service `id` and answers it. Gives a line for each value that came out unequal. */
export async function sweep(id: string, options: SweepOptions): Promise<string[]> {
  const model = loadModel(id);
  const protocol = options.protocol ?? model.protocols[0] ?? "awsJson1_1";
  const problems: string[] = [];
  let exchange: Exchange | undefined;
  let respond: (codec: Codec, operation: OperationModel) => HttpResponse;

  const sdk = await sdkFor(
    id,
    (request) => {
      const { operation, codec, routed, usedProtocol } = receive(request, options.codecFor);
      const to = `${operation.service} ${operation.name} ${usedProtocol}`;
      exchange = { to, input: codec.decodeInput(operation, routed) };
      return respond(codec, operation);
    },
    { ...clientConfig(id), ...options.config },
  );

  async function tryOperation(operation: OperationModel, seed: number): Promise<void> {
    const name = `${id} ${operation.name} #${seed}`;
    const input = sampleStructure(operation.input, { seed, fixed: fixedInput(id, protocol) });
    const output = sampleStructure(operation.output, { seed, fixed: fixedOutput(id) });
    exchange = undefined;
    respond = (codec, routed) => codec.encodeOutput(routed, withStreams(operation, output), "request-1");
    const received = await send(sdk, operation.name, input);
    const got = exchange as Exchange | undefined;
    if (got === undefined) {
      problems.push(`${name}: not received: ${describe(received)}`);
      return;
    }
    if (got.to !== `${id} ${operation.name} ${protocol}`) problems.push(`${name}: routed to ${got.to}`);
    compare(problems, `${name} input`, got.input, expectedInput(id, operation, input, protocol));
    if (received instanceof Error) problems.push(`${name} output: ${describe(received)}`);
    else {
      const expected = expectedOutput(id, operation, output, protocol);
      compare(problems, `${name} output`, await receivedOutput(received), expected);
    }
  }

  async function tryError(shape: StructureShape, operation: OperationModel): Promise<void> {
    const name = `${id} ${shape.name}`;
    const { members, message } = sampleError(shape);
    const status = shape.error?.status ?? 400;
    const error = new AwsError({ code: shape.name, message, status, members });
    respond = (codec, routed) => codec.encodeError(model, routed, error, "request-1");
    const received = await send(
      sdk,
      operation.name,
      sampleStructure(operation.input, { seed: 0, fixed: fixedInput(id, protocol) }),
    );
    if (!(received instanceof Error)) {
      problems.push(`${name}: the client took it for an answer`);
      return;
    }
    const got = received as unknown as Record<string, unknown>;
    const metadata = got["$metadata"] as { httpStatusCode?: number; requestId?: string } | undefined;
    const actual = { name: received.name, message: received.message, status: metadata?.httpStatusCode };
    compare(problems, `${name} error`, actual, { name: expectedErrorName(model, shape, protocol), message, status });
    compare(problems, `${name} error members`, pick(got, Object.keys(members)), members);
    if (metadata?.requestId !== "request-1") problems.push(`${name}: the request id is ${metadata?.requestId}`);
  }

  for (const operation of model.operations.values()) for (const seed of SEEDS) await tryOperation(operation, seed);
  const [first] = [...model.operations.values()].filter((operation) => operation.http?.method !== "HEAD");
  if (first !== undefined) for (const shape of new Set(model.errors.values())) await tryError(shape, first);
  return problems;
}

function receive(request: HttpRequest & { readonly body: Uint8Array }, codecFor: SweepOptions["codecFor"]) {
  let to = route(request);
  if (to.kind === "needs-body") to = route(request, request.body);
  if (to.kind !== "operation") throw new Error(to.kind === "refused" ? to.error.message : "The body was not enough.");
  const operation = loadModel(to.service).operations.get(to.operation);
  if (operation === undefined) throw new Error(`Routed to an unknown operation ${to.operation}.`);
  return { operation, codec: codecFor(to.protocol), routed: routedRequest(request, to), usedProtocol: to.protocol };
}

/** The output with its sample of events as the stream that an operation gives. */
function withStreams(operation: OperationModel, output: Record<string, unknown>): Record<string, unknown> {
  const member = eventStreamMember(operation);
  if (member === undefined) return output;
  const events = output[member.name] as unknown[];
  return {
    ...output,
    [member.name]: (async function* () {
      yield* events;
    })(),
  };
}

/** Values for an error's members, all but the message and what the SDK itself keeps under "Type" and "Code". */
function sampleError(shape: StructureShape): { members: Record<string, unknown>; message: string } {
  const { message: _m, Message: _M, Type: _t, Code: _c, ...members } = sampleStructure(shape, { seed: 2, fixed: {} });
  return { members, message: `It failed: <${shape.name}> & "é".` };
}

async function send(sdk: Sdk, operation: string, input: unknown): Promise<Record<string, unknown> | Error> {
  try {
    return await sdk.client.send(sdk.command(operation, input));
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function describe(received: unknown): string {
  return received instanceof Error ? `${received.name}: ${received.message}` : "an answer";
}

function pick(from: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

function compare(problems: string[], name: string, actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(comparable(actual)), JSON.stringify(comparable(expected))];
  if (left === right) return;
  let at = 0;
  while (left[at] === right[at]) at += 1;
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  problems.push(`${name}: got ...${around(left)}... instead of ...${around(right)}...`);
}
