// Finds connections and API destinations, and shows them as the API does.

import type { ApiDestinationHttpMethod } from "@aws-sdk/client-eventbridge";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { notFound, validation } from "../errors.ts";
import { apiDestinationArn, connectionArn } from "../names.ts";
import type { ApiDestinationRecord, ConnectionRecord } from "../records.ts";
import { load } from "../repo.ts";

/** The connection; throws ResourceNotFoundException. */
export function requireConnection(tx: ReadTx, scope: Scope, name: string): ConnectionRecord {
  const connection = load(tx, scope, "connection", name);
  if (connection === undefined) throw notFound(`Connection '${name}'`);
  return connection;
}

/** The API destination; throws ResourceNotFoundException. */
export function requireApiDestination(tx: ReadTx, scope: Scope, name: string): ApiDestinationRecord {
  const destination = load(tx, scope, "api-destination", name);
  if (destination === undefined) throw notFound(`An api-destination '${name}'`);
  return destination;
}

/**
 * Throws unless requests can be sent to the endpoint.
 * DEVIATION: AWS takes HTTPS only; here a server of this machine may also have plain HTTP.
 */
export function requireEndpoint(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isLocal =
    url !== undefined && (/^(127\.|\[::1\]|localhost$)/.test(url.hostname) || url.hostname.endsWith(".localhost"));
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLocal)) return;
  throw validation(`Parameter InvocationEndpoint is not valid. Reason: ${endpoint} is not a valid HTTPS endpoint.`);
}

/** What all operations show of a connection. */
export function describeConnection(scope: Scope, connection: ConnectionRecord) {
  return {
    Name: connection.name,
    ConnectionArn: connectionArn(scope, connection.name, connection.connectionId),
    ConnectionState: connection.state,
    AuthorizationType: connection.authorizationType,
    CreationTime: new Date(connection.createdAtMs),
    LastModifiedTime: new Date(connection.modifiedAtMs),
    LastAuthorizedTime: connection.authorizedAtMs === undefined ? undefined : new Date(connection.authorizedAtMs),
  };
}

/** What all operations show of an API destination. */
export function describeApiDestination(scope: Scope, destination: ApiDestinationRecord) {
  return {
    Name: destination.name,
    ApiDestinationArn: apiDestinationArn(scope, destination.name, destination.destinationId),
    ApiDestinationState: "ACTIVE",
    ConnectionArn: destination.connectionArn,
    InvocationEndpoint: destination.endpoint,
    HttpMethod: destination.method as ApiDestinationHttpMethod,
    InvocationRateLimitPerSecond: destination.rate,
    CreationTime: new Date(destination.createdAtMs),
    LastModifiedTime: new Date(destination.modifiedAtMs),
  } as const;
}
