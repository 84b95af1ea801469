// Function URLs as AWS shows them, and what a request gives of them.

import type { Cors, FunctionUrlConfig } from "@aws-sdk/client-lambda";
import type { Context, Scope } from "../../../service/context.ts";
import type { Cors as CorsRules } from "../../../service/http-events/cors.ts";
import type { ReadTx } from "../../../store/store.ts";
import { resourceNotFound } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { functionArn, parseFunctionName } from "../names.ts";
import type { FunctionReference } from "../names.ts";
import { loadUrl } from "./repo.ts";
import type { UrlRecord } from "./repo.ts";

/** Which function, or which alias of it, a request about a URL means. */
export function parseUrlTarget(
  input: { readonly FunctionName: string; readonly Qualifier?: string | undefined },
  here: Scope,
): FunctionReference & { readonly urlQualifier: string } {
  const reference = parseFunctionName(input.FunctionName, here, input.Qualifier);
  return { ...reference, urlQualifier: reference.qualifier ?? "" };
}

/** The URL of a function that is there; throws ResourceNotFoundException. */
export function requireUrl(tx: ReadTx, reference: FunctionReference): UrlRecord {
  requireTarget(tx, reference);
  const record = loadUrl(tx, reference.scope, reference.name, reference.qualifier ?? "");
  if (record === undefined) throw resourceNotFound();
  return record;
}

/** As AWS shows it. The host's port is the client's. */
export function describeUrl(
  context: Pick<Context, "origin">,
  scope: Scope,
  name: string,
  record: UrlRecord,
): FunctionUrlConfig & { readonly InvokeMode: UrlRecord["invokeMode"] } {
  return {
    FunctionUrl: urlOf(context.origin, scope, record.urlId),
    FunctionArn: functionArn(scope, name, record.qualifier === "" ? undefined : record.qualifier),
    AuthType: record.authType,
    ...(record.cors === undefined ? {} : { Cors: record.cors as Cors }),
    CreationTime: formatTime(record.createdAtMs),
    LastModifiedTime: formatTime(record.modifiedAtMs),
    InvokeMode: record.invokeMode,
  };
}

/**
 * AWS: https://URL_ID.lambda-url.REGION.on.aws/. Browsers, curl and sandboxes resolve names below localhost; for others
 * there is the path form (door.ts).
 */
function urlOf(origin: string, { region }: Scope, urlId: string): string {
  const { port } = new URL(origin);
  return `http://${urlId}.lambda-url.${region}.localhost${port === "" ? "" : `:${port}`}/`;
}

function formatTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** What a request gives, without what it leaves out. Empty CORS settings take them away. */
export function readUrl(input: {
  readonly AuthType?: string | undefined;
  readonly InvokeMode?: string | undefined;
  readonly Cors?: Cors | undefined;
}): Partial<Pick<UrlRecord, "authType" | "invokeMode">> & { readonly cors?: CorsRules | undefined } {
  return {
    ...(input.AuthType === undefined ? {} : { authType: input.AuthType as UrlRecord["authType"] }),
    ...(input.InvokeMode === undefined ? {} : { invokeMode: input.InvokeMode as UrlRecord["invokeMode"] }),
    ...(input.Cors === undefined ? {} : { cors: Object.keys(input.Cors).length === 0 ? undefined : input.Cors }),
  };
}
