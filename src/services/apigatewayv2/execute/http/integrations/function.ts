// Functions as integrations. AWS: "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway".

import { parseArn } from "../../../../../kernel/arns.ts";
import { AwsError } from "../../../../../kernel/errors.ts";
import { parseRegion } from "../../../../../kernel/ids.ts";
import { withStageVariables } from "../../../../../service/api-front/variables.ts";
import { decodeResult, encodeEvent } from "../../../../../service/http-events/payload.ts";
import type { HttpResponse } from "../../../../../wire/wire.ts";
import { functionArnOf } from "../../../http/integrations.ts";
import type { IntegrationRecord } from "../../../records.ts";
import { type Call, decodePath } from "../call.ts";
import { internalError, unavailable } from "../failure.ts";
import type { OutgoingRequest } from "../parameter-mapping.ts";
import { withCredentials } from "./credentials.ts";
import { decodeFirstResult, encodeFirstEvent } from "./first-payload.ts";

/** Calls the function with the request as an event, and reads its result as an answer. */
export async function invokeFunction(
  call: Call,
  integration: IntegrationRecord,
  outgoing: OutgoingRequest,
): Promise<HttpResponse> {
  const { target, facts } = call;
  const functionArn = functionArnOf(withStageVariables(integration.uri ?? "", target.stage.variables));
  if (functionArn === undefined)
    throw internalError("API_CONFIGURATION_ERROR", `Invalid integration URI: ${integration.uri}`);
  const isFirst = integration.payloadFormatVersion === "1.0";
  const mapped = integration.requestParameters === undefined ? call : withMapped(call, outgoing);
  const payload = isFirst ? encodeFirstEvent(mapped) : secondEvent(mapped);
  const { region } = parseArn(functionArn) ?? {};
  const scope = { ...target.scope, ...(region === undefined ? {} : { region: parseRegion(region) }) };
  try {
    const result = await withCredentials(call, scope, integration.credentialsArn, (aws) =>
      aws.lambda.invoke({ FunctionName: functionArn, Payload: payload }),
    );
    facts.integration.status = result.StatusCode ?? 200;
    if (result.FunctionError !== undefined)
      throw internalError(
        "INTEGRATION_FAILURE",
        "The Lambda function returned the following error: the function failed. Check your Lambda function code and try again.",
      );
    const response = (isFirst ? decodeFirstResult : decodeResult)(result.Payload ?? new Uint8Array());
    if (response === undefined)
      throw internalError(
        "INTEGRATION_FAILURE",
        "The response from the Lambda function doesn't match the format that API Gateway expects.",
      );
    return response;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    facts.integration.status = error.status;
    const detail = `${error.code}: ${error.message}`;
    throw error.code === "TooManyRequestsException"
      ? unavailable("INTEGRATION_FAILURE", detail)
      : internalError("INTEGRATION_FAILURE", detail);
  }
}

/** The event in format 2.0. */
function secondEvent(call: Call): Uint8Array {
  const { request, route, target, pathParameters, startedAtMs } = call;
  const { api, scope, stage } = target;
  return encodeEvent(
    request,
    {
      apiId: api.apiId,
      account: scope.account,
      stage: stage.stageName,
      routeKey: route.routeKey,
      rawPath: decodePath(target.fullPath),
      pathParameters,
      stageVariables: stage.variables,
      authorizer: secondAuthorizer(call),
    },
    startedAtMs,
  );
}

/** requestContext.authorizer of format 2.0: what the route asked for. */
function secondAuthorizer({ facts, route }: Call): unknown {
  if (facts.jwt !== undefined) return { jwt: facts.jwt };
  if (facts.authorized !== undefined) return { lambda: facts.authorized.context };
  const { signer } = facts;
  if (route.authorizationType !== "AWS_IAM" || signer === undefined || !("userId" in signer.principal))
    return undefined;
  const { account, arn, userId } = signer.principal;
  return {
    iam: {
      accessKey: signer.accessKeyId,
      accountId: account,
      callerId: userId,
      cognitoIdentity: null,
      principalOrgId: null,
      userArn: arn,
      userId,
    },
  };
}

/** The call as the integration's parameters have changed it: functions see the request after mapping. */
function withMapped(call: Call, { headers, query, path }: OutgoingRequest): Call {
  const rawQuery = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
  const request = {
    ...call.request,
    headers,
    rawHeaders: Object.entries(headers),
    query: query.map(([name, value]): [string, string] => [name, value]),
    rawQuery,
  };
  const target = path === undefined ? call.target : { ...call.target, fullPath: path, requestPath: path };
  return { ...call, request, target };
}
