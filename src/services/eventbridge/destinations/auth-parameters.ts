// The parameters with which a connection authorises: what must be there, what an update changes, what may be shown. Pure.
// AWS: CreateConnectionAuthRequestParameters, UpdateConnectionAuthRequestParameters and ConnectionAuthResponseParameters.

import type {
  ConnectionAuthorizationType,
  ConnectionAuthResponseParameters,
  ConnectionHttpParameters,
  CreateConnectionAuthRequestParameters,
  UpdateConnectionAuthRequestParameters,
} from "@aws-sdk/client-eventbridge";
import { notImplemented, validation } from "../errors.ts";

const NEEDED = {
  API_KEY: "ApiKeyAuthParameters",
  BASIC: "BasicAuthParameters",
  OAUTH_CLIENT_CREDENTIALS: "OAuthParameters",
} as const;

/** Throws unless the parameters are those of the type. */
export function requireAuthParameters(
  type: ConnectionAuthorizationType,
  parameters: CreateConnectionAuthRequestParameters,
): void {
  if (parameters.ConnectivityParameters !== undefined) throw notImplemented("connections to private APIs");
  if (parameters[NEEDED[type]] === undefined)
    throw validation(`Authorization parameters do not match the authorization type ${type}.`);
}

/** What an update leaves as it is, and what it says anew. */
export function mergeAuthParameters(
  before: CreateConnectionAuthRequestParameters,
  changes: UpdateConnectionAuthRequestParameters = {},
): CreateConnectionAuthRequestParameters {
  const { BasicAuthParameters, OAuthParameters, ApiKeyAuthParameters, InvocationHttpParameters } = changes;
  const basic = { ...before.BasicAuthParameters, ...BasicAuthParameters };
  const apiKey = { ...before.ApiKeyAuthParameters, ...ApiKeyAuthParameters };
  const oauth = {
    ...before.OAuthParameters,
    ...OAuthParameters,
    ClientParameters: { ...before.OAuthParameters?.ClientParameters, ...OAuthParameters?.ClientParameters },
  };
  const http = InvocationHttpParameters ?? before.InvocationHttpParameters;
  return {
    ...((BasicAuthParameters ?? before.BasicAuthParameters) ? { BasicAuthParameters: basic } : {}),
    ...((ApiKeyAuthParameters ?? before.ApiKeyAuthParameters) ? { ApiKeyAuthParameters: apiKey } : {}),
    ...((OAuthParameters ?? before.OAuthParameters) ? { OAuthParameters: oauth } : {}),
    ...(http === undefined ? {} : { InvocationHttpParameters: http }),
  } as CreateConnectionAuthRequestParameters;
}

/** The parameters without passwords, keys, client secrets, and values that were marked as secret. */
export function shownParameters(parameters: CreateConnectionAuthRequestParameters): ConnectionAuthResponseParameters {
  const { BasicAuthParameters: basic, ApiKeyAuthParameters: apiKey, OAuthParameters: oauth } = parameters;
  const http = parameters.InvocationHttpParameters;
  return {
    ...(basic === undefined ? {} : { BasicAuthParameters: { Username: basic.Username } }),
    ...(apiKey === undefined ? {} : { ApiKeyAuthParameters: { ApiKeyName: apiKey.ApiKeyName } }),
    ...(oauth === undefined
      ? {}
      : {
          OAuthParameters: {
            ClientParameters: { ClientID: oauth.ClientParameters?.ClientID },
            AuthorizationEndpoint: oauth.AuthorizationEndpoint,
            HttpMethod: oauth.HttpMethod,
            ...(oauth.OAuthHttpParameters === undefined
              ? {}
              : { OAuthHttpParameters: withoutSecrets(oauth.OAuthHttpParameters) }),
          },
        }),
    ...(http === undefined ? {} : { InvocationHttpParameters: withoutSecrets(http) }),
  };
}

function withoutSecrets(parameters: ConnectionHttpParameters): ConnectionHttpParameters {
  const shown = <T extends { IsValueSecret?: boolean | undefined; Value?: string | undefined }>(list: T[] = []): T[] =>
    list.map((one) => (one.IsValueSecret === true ? { ...one, Value: undefined } : one));
  return {
    ...(parameters.HeaderParameters === undefined ? {} : { HeaderParameters: shown(parameters.HeaderParameters) }),
    ...(parameters.QueryStringParameters === undefined
      ? {}
      : { QueryStringParameters: shown(parameters.QueryStringParameters) }),
    ...(parameters.BodyParameters === undefined ? {} : { BodyParameters: shown(parameters.BodyParameters) }),
  };
}
