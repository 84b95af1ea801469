// The real SDK clients, without sockets: a request handler gives each request to a function, and its answer back.

import { Readable } from "node:stream";
import { parseForm } from "../../src/wire/form.ts";
import type { HttpRequest, HttpResponse } from "../../src/wire/wire.ts";

/** What the SDK hands to a request handler. */
interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface SdkClient {
  send(command: unknown): Promise<Record<string, unknown>>;
  readonly config: { readonly protocol: { readonly getShapeId: () => string } };
}

export interface Sdk {
  readonly client: SdkClient;
  command(operation: string, input: unknown): unknown;
}

/** Answers one request. The body is whole. */
export type Answer = (request: HttpRequest & { readonly body: Uint8Array }) => HttpResponse | Promise<HttpResponse>;

/** A client of `service` whose requests are answered by `answer`; `config` adds to its configuration. */
export async function sdkFor(service: string, answer: Answer, config: Record<string, unknown> = {}): Promise<Sdk> {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const sdk = (await import(`@aws-sdk/client-${service}`)) as Record<string, unknown>;
  const Client = Object.entries(sdk).find(
    ([name, value]) => typeof value === "function" && name.endsWith("Client") && name !== "__Client",
  )?.[1] as new (config: unknown) => SdkClient;
  const client = new Client({
    region: "us-east-1",
    endpoint: "http://localhost:4566",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
    requestHandler: {
      metadata: { handlerProtocol: "http/1.1" },
      handle: async (request: SdkRequest) => ({ response: await sdkResponse(await answer(await received(request))) }),
    },
    ...config,
  });
  return {
    client,
    command(operation, input) {
      const Command = sdk[`${operation}Command`] as new (input: unknown) => unknown;
      return new Command(input);
    },
  };
}

async function received(request: SdkRequest): Promise<HttpRequest & { readonly body: Uint8Array }> {
  const query = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item: string | null) => [name, item ?? ""] as const),
  );
  const [path = "", inPath = ""] = request.path.split("?");
  const headers: Record<string, string> = { host: `${request.hostname}:${request.port ?? 80}` };
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  return {
    method: request.method,
    path,
    query: [...parseForm(inPath), ...query],
    headers,
    body: await bytesOf(request.body),
  };
}

/** All bytes of a body, whatever form it has. */
export async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const parts: Buffer[] = [];
  for await (const part of body as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function sdkResponse(response: HttpResponse): Promise<unknown> {
  const { HttpResponse: Response } = await import("@smithy/core/protocols");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) headers[name.toLowerCase()] = value;
  return new Response({
    statusCode: response.status,
    headers,
    body: Readable.from([await bytesOf(response.body)].filter((bytes) => bytes.length > 0)),
  });
}
