// Auth of a GraphQL API: who may call it, first and also.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";
import { expandConnector } from "../connectors/connector.ts";

/** Kinds of authorization, and the property that holds the settings of each, with what that is called in AppSync's type. */
const KINDS = new Map<unknown, readonly [given: string, made: string]>([
  ["AMAZON_COGNITO_USER_POOLS", ["UserPool", "UserPoolConfig"]],
  ["AWS_LAMBDA", ["LambdaAuthorizer", "LambdaAuthorizerConfig"]],
  ["OPENID_CONNECT", ["OpenIDConnect", "OpenIDConnectConfig"]],
]);

/** What the API says of its authorization, and the functions that authorize. */
export interface Authorization {
  readonly properties: Values;
  readonly functionArns: readonly unknown[];
}

/** Reads `Auth`, whose shape is right. */
export function authorizationOf({ Additional: additional, ...first }: Values): Authorization {
  const others = (Array.isArray(additional) ? additional : []).map((item) => (isRecord(item) ? item : {}));
  const providers = others.map((other) => providerOf(other, true));
  const all = [providerOf(first, false), ...providers];
  return {
    properties: {
      ...all[0],
      AdditionalAuthenticationProviders: providers.length === 0 ? undefined : providers,
    },
    functionArns: all.flatMap(({ LambdaAuthorizerConfig: config }) =>
      isRecord(config) ? [config["AuthorizerUri"]] : [],
    ),
  };
}

function providerOf(given: Values, isAdditional: boolean): Values {
  const { Type: type } = given;
  const kind = KINDS.get(type);
  if (kind === undefined) return { AuthenticationType: type };
  const [name, made] = kind;
  const { [name]: settings } = given;
  if (!isRecord(settings)) throw new SamError(`'${name}' must be defined if type is '${String(type)}'.`, given);
  // AWS: the default action is the first provider's only.
  const { DefaultAction: action, ...others } = settings;
  const isKept = action !== undefined && !(isAdditional && name === "UserPool");
  return { AuthenticationType: type, [made]: isKept ? { ...others, DefaultAction: action } : others };
}

/** Lets the API invoke the functions that authorize; SAM connects them. */
export function connectAuthorizers(draft: Draft, apiId: string, functionArns: readonly unknown[]): void {
  for (const [index, functionArn] of functionArns.entries())
    connect(draft, `${apiId}ToLambdaAuthConnector${index + 1}`, {
      Source: {
        Type: "AWS::AppSync::GraphQLApi",
        Arn: { Ref: apiId },
        ResourceId: { "Fn::GetAtt": [apiId, "ApiId"] },
      },
      Destination: { Type: "AWS::Lambda::Function", Arn: functionArn },
      Permissions: ["Write"],
    });
}

/** Adds what a connector of this id and of these properties stands for. */
export function connect(draft: Draft, logicalId: string, properties: Values): void {
  expandConnector({ logicalId, source: {}, properties }, draft);
}
