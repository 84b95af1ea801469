// What an extension asks for when it subscribes to telemetry, checked. Pure.
// AWS: "Lambda Telemetry API reference", "Lambda Logs API".

/** Which of the two APIs: they differ in events and in errors. */
export type TelemetryApi = "telemetry" | "logs";

export type Stream = "platform" | "function" | "extension";

/** Where a subscriber listens: always inside the sandbox. */
export type Destination =
  | { readonly protocol: "TCP"; readonly port: number }
  | {
      readonly protocol: "HTTP";
      readonly method: "POST" | "PUT";
      readonly port: number;
      readonly path: string;
      /** As the subscriber named it. */
      readonly host: string;
      /** On 127.0.0.1 only, not on the sandbox's own address. */
      readonly isLocalhost: boolean;
    };

export interface Subscription {
  readonly api: TelemetryApi;
  readonly schemaVersion: string;
  readonly streams: readonly Stream[];
  readonly destination: Destination;
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

// AWS: "Telemetry API": 2025-01-29 and 2022-12-13 hold what 2022-07-01 holds, and JSON logs as objects.
const SCHEMAS: Readonly<Record<TelemetryApi, readonly string[]>> = {
  telemetry: ["2022-07-01", "2022-12-13", "2025-01-29"],
  logs: ["2020-08-15", "2021-03-18"],
};
const STREAMS: readonly Stream[] = ["platform", "function", "extension"];

// AWS: "Configuring memory usage and buffering": defaults and limits.
const BUFFERING = {
  maxItems: { least: 1_000, most: 10_000, normal: 10_000 },
  maxBytes: { least: 262_144, most: 1_048_576, normal: 262_144 },
  timeoutMs: { least: 25, most: 30_000, normal: 1_000 },
} as const;

/** Hosts that mean the sandbox itself. */
const OWN_HOSTS = ["sandbox.localdomain", "sandbox"];
const LOCAL_HOSTS = ["localhost", "127.0.0.1"];

/** The subscription that a request's body asks for, or what is wrong with it, all of it. */
export function parseSubscription(api: TelemetryApi, body: unknown, ownHost: string): Subscription | string {
  if (typeof body !== "object" || body === null) return "request body is not a JSON object";
  const { schemaVersion, types, destination, buffering = {} } = body as Readonly<Record<string, unknown>>;
  const problems: string[] = [];
  const version = schemaVersion ?? (api === "logs" ? SCHEMAS.logs[0] : undefined);
  if (typeof version !== "string" || !SCHEMAS[api].includes(version))
    problems.push(`schemaVersion should be one of ${SCHEMAS[api].join(", ")}`);
  const place = parseDestination(destination, ownHost);
  if (typeof place === "string") problems.push(place);
  const streams = parseStreams(types);
  if (typeof streams === "string") problems.push(streams);
  const buffer = parseBuffering(buffering);
  if (typeof buffer === "string") problems.push(buffer);
  if (typeof version !== "string" || typeof place === "string" || typeof streams === "string")
    return problems.join("; ");
  if (typeof buffer === "string" || problems.length > 0) return problems.join("; ");
  return { api, schemaVersion: version, streams, destination: place, ...buffer };
}

function parseStreams(types: unknown): readonly Stream[] | string {
  if (!Array.isArray(types) || types.length === 0) return "types should not be empty";
  const streams = STREAMS.filter((stream) => types.includes(stream));
  const unknown = types.filter((type) => !STREAMS.some((stream) => stream === type));
  return unknown.length === 0 ? streams : `types should be of ${STREAMS.join(", ")}`;
}

function parseDestination(destination: unknown, ownHost: string): Destination | string {
  if (typeof destination !== "object" || destination === null) return "destination is not provided";
  const { protocol, URI: uri, port, method = "POST" } = destination as Readonly<Record<string, unknown>>;
  if (protocol === "TCP") {
    if (!Number.isInteger(port)) return "port is not provided";
    return isPort(port) ? { protocol, port } : "port is not valid";
  }
  if (protocol !== "HTTP") return "protocol should be HTTP or TCP";
  if (typeof uri !== "string") return "URI is not provided";
  if (method !== "POST" && method !== "PUT") return "method should be POST or PUT";
  const [, host = "", portText, path = ""] = /^http:\/\/([^/:]+)(?::(\d+))?(\/.*)?$/i.exec(uri) ?? [];
  if (host === "") return "URI is not valid";
  if (portText === undefined) return "URI port is not provided";
  const number = Number(portText);
  if (!isPort(number)) return "URI port is not valid";
  const isLocalhost = LOCAL_HOSTS.includes(host.toLowerCase());
  // AWS: "Specifying a destination protocol": Lambda sends only to destinations inside the execution environment.
  if (!isLocalhost && !OWN_HOSTS.includes(host.toLowerCase()) && host !== ownHost)
    return "URI host should be sandbox.localdomain";
  // What is no character of a path would end the request's head.
  if (!/^[!-~]*$/.test(path)) return "URI is not valid";
  return { protocol, method, port: number, path: path === "" ? "/" : path, host, isLocalhost };
}

function isPort(port: unknown): port is number {
  // AWS: "Lambda reserves port 9001."
  return typeof port === "number" && port > 0 && port < 65_536 && port !== 9001;
}

function parseBuffering(buffering: unknown): Pick<Subscription, keyof typeof BUFFERING> | string {
  if (typeof buffering !== "object" || buffering === null) return "buffering is not valid";
  const given = buffering as Readonly<Record<string, unknown>>;
  const problems: string[] = [];
  const read = (name: keyof typeof BUFFERING): number => {
    const { least, most, normal } = BUFFERING[name];
    const value = given[name] ?? normal;
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
    problems.push(`buffering ${name} should be between ${least} and ${most}`);
    return normal;
  };
  const values = { maxItems: read("maxItems"), maxBytes: read("maxBytes"), timeoutMs: read("timeoutMs") };
  return problems.length === 0 ? values : problems.join("; ");
}
