// HTTP endpoints that ARNs name, as events, pipes and enrichments call them: a method of an API's stage, an API destination. Each is
// called in the name of a principal, which its policies have to allow.
// AWS: "Amazon API Gateway targets for rules in Amazon EventBridge"; "API destinations as targets in Amazon EventBridge".

import type { AccessRequest } from "../iam/authorization.ts";
import type { Principal } from "../iam/principal.ts";
import { type Arn, parseArn } from "../kernel/arns.ts";
import { AwsError } from "../kernel/errors.ts";
import type { Scope, YardContext } from "./context.ts";

/** What is asked of an endpoint. */
export interface EndpointRequest {
  readonly arn: string;
  /** Each takes the place of a "*" of the endpoint's path, in turn. */
  readonly pathValues: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Left out where the endpoint's method has none. */
  readonly body: string;
  /** Of real time, for the whole exchange. */
  readonly timeoutMs: number;
}

/** What an endpoint answered, of whatever status. */
export interface EndpointAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** The face of all endpoints, for one principal: throws what denies the call, and where there was no answer. */
export interface HttpEndpoints {
  call(request: EndpointRequest): Promise<EndpointAnswer>;
}

/** Who calls an endpoint. */
export interface EndpointCaller {
  readonly principal: Principal;
  readonly scope: Scope;
  /** Throws the service's access-denied error unless the principal may do all of this. */
  authorize(requests: readonly AccessRequest[]): void;
}

/** A kind of endpoints, as the service defines it that has them. */
export interface HttpEndpointKind {
  accepts(arn: Arn): boolean;
  call(request: EndpointRequest, caller: EndpointCaller, yard: YardContext): Promise<EndpointAnswer>;
}

/** HttpParameters of targets and enrichments. */
export interface HttpParameters {
  readonly PathParameterValues?: readonly string[] | undefined;
  readonly HeaderParameters?: Readonly<Record<string, string>> | undefined;
  readonly QueryStringParameters?: Readonly<Record<string, string>> | undefined;
}

/** The parameters with their values as one event has them; `resolve` reads values that are paths. */
export function resolveHttpParameters(
  { PathParameterValues = [], HeaderParameters = {}, QueryStringParameters = {} }: HttpParameters,
  resolve: (value: string) => string,
): Pick<EndpointRequest, "pathValues" | "headers" | "query"> {
  const all = (values: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, resolve(value)]));
  return {
    pathValues: PathParameterValues.map(resolve),
    headers: all(HeaderParameters),
    query: all(QueryStringParameters),
  };
}

/** A path whose stars have taken their values; what is left over stays a star. */
export function fillPath(path: string, values: readonly string[]): string {
  let next = 0;
  return path.replaceAll("*", (star) => {
    const value = values[next++];
    return value === undefined ? star : encodeURIComponent(value);
  });
}

/** A method of a stage: arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH. */
export interface StageMethod {
  readonly apiId: string;
  readonly stage: string;
  readonly method: string;
  /** Begins with "/"; each "*" stands for a value. */
  readonly path: string;
}

/** The method that an ARN names; undefined where it names none. */
export function parseStageMethod(arn: string): StageMethod | undefined {
  const { service, resource = "" } = parseArn(arn) ?? {};
  if (service !== "execute-api") return undefined;
  const [, apiId, stage, method, path] =
    /^([a-z0-9]+)\/([^/]+)\/(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)(\/.*)?$/s.exec(resource) ?? [];
  if (apiId === undefined || stage === undefined || method === undefined) return undefined;
  return { apiId, stage, method, path: path ?? "/" };
}

/** Whether an ARN names an endpoint of either kind. */
export function isHttpEndpoint(arn: string): boolean {
  const { service, resource = "" } = parseArn(arn) ?? {};
  return parseStageMethod(arn) !== undefined || (service === "events" && resource.startsWith("api-destination/"));
}

/** AWS: "Amazon API Gateway targets": headers that targets may not set. */
export function isReservedHeader(name: string): boolean {
  return /^x-amz|^(?:authorization|connection|content-encoding|content-length|host|max-forwards|te|transfer-encoding|trailer|upgrade|via|www-authenticate|x-forwarded-for)$/i.test(
    name,
  );
}

/** An error that another attempt may mend. */
export function passingFailure(message: string): AwsError {
  return new AwsError({ code: "InternalException", status: 500, message });
}

/**
 * Throws unless the endpoint has done what it was asked.
 * AWS: API Gateway is asked again after 429 and 5xx, an API destination after 401, 407 and 409, too; all else is final.
 */
export function requireSuccess({ arn }: Pick<EndpointRequest, "arn">, { status }: EndpointAnswer): void {
  if (status >= 200 && status < 300) return;
  const message = `HTTP status code: ${status}`;
  const passing = parseStageMethod(arn) === undefined ? [401, 407, 409, 429] : [429];
  if (status >= 500 || passing.includes(status)) throw passingFailure(message);
  throw new AwsError({ code: "SdkClientError", message });
}
