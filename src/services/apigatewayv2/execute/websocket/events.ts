// What functions are told of connections: the events of Lambda proxies and of authorizers.
// AWS: "Set up an integration request in API Gateway" (WebSocket), and events as they were seen there
// (aws-lambda-java-libs issue 71, aws-lambda-runtime-interface-emulator issue 25).

import { forwardingOf } from "../../../../service/http-events/forwarding.ts";
import type { DoorRequest } from "../../../../service/service.ts";
import { contextOf, type SocketCall } from "./call.ts";

type Values = Record<string, string>;

/** The event that a proxy's function gets. */
export function proxyEvent(call: SocketCall): unknown {
  const { event, stage, body } = call;
  return {
    ...(event.type === "CONNECT" ? requestParts(event.request) : {}),
    ...(event.type === "DISCONNECT" ? farewellParts(call) : {}),
    ...(Object.keys(stage.variables).length === 0 ? {} : { stageVariables: stage.variables }),
    requestContext: contextOf(call),
    ...(event.type === "MESSAGE" ? { body: body.text } : {}),
    isBase64Encoded: false,
  };
}

/** Headers and query of the request for a connection, each with its last value and with all of them. */
export function requestParts(request: DoorRequest): Record<string, unknown> {
  const headers = grouped(clientHeaders(request));
  const query = grouped(request.query);
  return {
    headers: lastOf(headers),
    multiValueHeaders: Object.fromEntries(headers),
    ...(query.size === 0
      ? {}
      : { queryStringParameters: lastOf(query), multiValueQueryStringParameters: Object.fromEntries(query) }),
  };
}

/** As they came, without those of the connection, and with those that API Gateway adds. */
function clientHeaders({ rawHeaders, host, origin, sourceIp }: DoorRequest): (readonly [string, string])[] {
  const { port, proto } = forwardingOf({ origin });
  return [
    ...rawHeaders
      .filter(([name]) => !["connection", "upgrade"].includes(name.toLowerCase()))
      .map(([name, value]) => (name.toLowerCase() === "host" ? (["Host", host] as const) : ([name, value] as const))),
    ["X-Forwarded-For", sourceIp],
    ["X-Forwarded-Port", port],
    ["X-Forwarded-Proto", proto],
  ];
}

/** AWS: the $disconnect event has these headers, most of them empty. */
function farewellParts({ connection }: SocketCall): Record<string, unknown> {
  const headers: Values = { Host: connection.domainName, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": "" };
  const several = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return { headers, multiValueHeaders: several };
}

function grouped(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}

function lastOf(values: ReadonlyMap<string, readonly string[]>): Values {
  return Object.fromEntries([...values].map(([name, each]) => [name, each.at(-1) ?? ""]));
}
