// A request to a handler, in the form that the support libraries of the CloudFormation CLI read. AWS: their `HandlerRequest` and `RequestData`
// (cloudformation-cli-python-lib, cloudformation-cli-typescript-lib).

import { AwsError } from "../../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../../service/context.ts";
import type { Properties } from "../../../../service/resource-type.ts";
import { assumeServiceRole } from "../../../../service/service-role.ts";
import { privateTypeArn } from "../arns.ts";
import type { TypeVersionRecord } from "../records.ts";
import { HANDLER_SERVICE } from "../roles.ts";

export type HandlerAction = "CREATE" | "READ" | "UPDATE" | "DELETE";

/** What one call of a handler is about. */
export interface HandlerCall {
  readonly action: HandlerAction;
  /** The same for each call of one step. */
  readonly bearerToken: string;
  readonly properties: Properties;
  readonly previous?: Properties;
  /** Undefined outside of stacks. */
  readonly stackId?: string;
  readonly logicalId?: string;
  /** The stack's tags and CloudFormation's own. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly typeConfiguration?: unknown;
}

/** A role that CloudFormation cannot assume for a handler. */
export class RoleProblem extends Error {
  override readonly name = "RoleProblem";
}

/** The request, with new credentials of the version's roles; rejects with a RoleProblem. */
export async function handlerRequest(
  yard: YardContext,
  scope: Scope,
  version: TypeVersionRecord,
  call: HandlerCall,
  callbackContext: unknown,
): Promise<object> {
  const { executionRoleArn, logging } = version;
  const [systemTags, stackTags] = splitTags(call.tags ?? {});
  return {
    awsAccountId: scope.account,
    bearerToken: call.bearerToken,
    region: scope.region,
    action: call.action,
    responseEndpoint: yard.address,
    resourceType: version.typeName,
    resourceTypeVersion: version.versionId,
    ...(call.stackId === undefined ? {} : { stackId: call.stackId }),
    callbackContext: callbackContext ?? null,
    requestData: {
      ...(executionRoleArn === undefined
        ? {}
        : { callerCredentials: await credentialsOf(yard, scope, version, executionRoleArn) }),
      ...(logging === undefined
        ? {}
        : {
            providerCredentials: await credentialsOf(yard, scope, version, logging.roleArn),
            providerLogGroupName: logging.logGroup,
          }),
      ...(call.logicalId === undefined ? {} : { logicalResourceId: call.logicalId }),
      resourceProperties: call.properties,
      previousResourceProperties: call.previous ?? null,
      systemTags,
      stackTags,
      previousSystemTags: null,
      previousStackTags: null,
      typeConfiguration: call.typeConfiguration ?? null,
    },
  };
}

/** AWS: the execution role's trust policy in the CLI's templates asks for aws:SourceArn of the type's versions, and for aws:SourceAccount. */
async function credentialsOf(
  yard: YardContext,
  scope: Scope,
  { typeName, versionId }: TypeVersionRecord,
  roleArn: string,
): Promise<object> {
  try {
    const { credentials } = await assumeServiceRole(yard, {
      service: HANDLER_SERVICE,
      roleArn,
      sessionName: "AWSCloudFormation",
      sourceArn: privateTypeArn(scope, typeName, versionId),
      scope,
    });
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    return { accessKeyId, secretAccessKey, sessionToken };
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    throw new RoleProblem(`Role ${roleArn} is invalid or cannot be assumed`, { cause: error });
  }
}

function splitTags(
  tags: Readonly<Record<string, string>>,
): readonly [system: Record<string, string>, stack: Record<string, string>] {
  const isSystem = (name: string): boolean => name.startsWith("aws:");
  const entries = Object.entries(tags);
  return [
    Object.fromEntries(entries.filter(([name]) => isSystem(name))),
    Object.fromEntries(entries.filter(([name]) => !isSystem(name))),
  ];
}
