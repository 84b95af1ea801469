// What a client may do where its customer says nothing, and what cannot be said. AWS: CreateUserPoolClient.

import type { CreateUserPoolClientCommandInput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { invalidOAuthFlow, invalidParameter, notImplemented, unknownScope } from "./errors.ts";
import { OWN_USERS } from "./federation/providers.ts";
import { loadProvider } from "./federation/repo.ts";
import { given } from "./pools.ts";
import type { ClientSettings, PoolRecord } from "./records.ts";
import { listResourceServers } from "./repo.ts";

const OWN_SCOPES: ReadonlySet<string> = new Set([
  "phone",
  "email",
  "openid",
  "profile",
  "aws.cognito.signin.user.admin",
]);
const DEFAULT_FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"];

type ClientInput = Omit<Input<CreateUserPoolClientCommandInput>, "UserPoolId" | "GenerateSecret">;

/** The settings of a request; throws for those that contradict each other or the pool. */
export function clientSettingsOf(tx: ReadTx, scope: Scope, pool: PoolRecord, input: ClientInput): ClientSettings {
  const { SupportedIdentityProviders: providers = [] } = input;
  const isRotated = input.RefreshTokenRotation?.Feature === "ENABLED";
  const flows = input.ExplicitAuthFlows ?? [...(isRotated ? [] : ["ALLOW_REFRESH_TOKEN_AUTH"]), ...DEFAULT_FLOWS];
  const isMixed = flows.some((flow) => flow.startsWith("ALLOW_")) && flows.some((flow) => !flow.startsWith("ALLOW_"));
  if (isMixed)
    throw invalidParameter("Failed to update the client. Legacy and new authentication flows can't be used together.");
  for (const name of providers)
    if (name !== OWN_USERS && loadProvider(tx, scope, pool.poolId, name) === undefined)
      throw invalidParameter(`The provider ${name} does not exist for User Pool ${pool.poolId}.`);
  // AWS: "Refresh tokens": rotated tokens are exchanged by GetTokensFromRefreshToken, and not by a flow.
  if (isRotated && flows.includes("ALLOW_REFRESH_TOKEN_AUTH"))
    throw invalidParameter("ALLOW_REFRESH_TOKEN_AUTH cannot be enabled with refresh token rotation.");
  // AWS: GetClientToken: a client that has tokens of its own has no users.
  if (flows.includes("ALLOW_CLIENT_TOKEN_AUTH") && flows.length > 1)
    throw invalidParameter("ALLOW_CLIENT_TOKEN_AUTH cannot be combined with other authentication flows.");
  if (input.EnablePropagateAdditionalUserContextData === true) throw notImplemented("Additional user context data");
  if (input.AnalyticsConfiguration !== undefined) throw notImplemented("Analytics of Pinpoint");
  requireOAuth(input);
  const scopes = new Set([
    ...OWN_SCOPES,
    ...[...listResourceServers(tx, scope, pool.poolId)].flatMap(({ identifier, scopes: custom }) =>
      custom.map(({ name }) => `${identifier}/${name}`),
    ),
  ]);
  const unknown = (input.AllowedOAuthScopes ?? []).find((each) => !scopes.has(each));
  if (unknown !== undefined) throw unknownScope(unknown);
  const known = new Set(pool.schema.map(({ Name = "" }) => Name));
  for (const name of [...(input.ReadAttributes ?? []), ...(input.WriteAttributes ?? [])])
    if (!known.has(name)) throw invalidParameter(`Invalid read attributes specified while creating a client: ${name}`);
  return {
    ClientName: input.ClientName,
    RefreshTokenValidity: input.RefreshTokenValidity ?? 30,
    ExplicitAuthFlows: flows,
    AllowedOAuthFlowsUserPoolClient: input.AllowedOAuthFlowsUserPoolClient ?? false,
    PreventUserExistenceErrors: input.PreventUserExistenceErrors ?? "LEGACY",
    EnableTokenRevocation: input.EnableTokenRevocation ?? true,
    AuthSessionValidity: input.AuthSessionValidity ?? 3,
    ...given({
      AccessTokenValidity: input.AccessTokenValidity,
      IdTokenValidity: input.IdTokenValidity,
      TokenValidityUnits: input.TokenValidityUnits,
      RefreshTokenRotation: input.RefreshTokenRotation,
      ReadAttributes: input.ReadAttributes,
      WriteAttributes: input.WriteAttributes,
      SupportedIdentityProviders: input.SupportedIdentityProviders,
      CallbackURLs: input.CallbackURLs,
      LogoutURLs: input.LogoutURLs,
      DefaultRedirectURI: input.DefaultRedirectURI,
      AllowedOAuthFlows: input.AllowedOAuthFlows,
      AllowedOAuthScopes: input.AllowedOAuthScopes,
    }),
  };
}

function requireOAuth(input: ClientInput): void {
  const { AllowedOAuthFlows: flows = [], CallbackURLs: urls = [], DefaultRedirectURI: byDefault } = input;
  if (flows.includes("client_credentials") && flows.length > 1)
    throw invalidOAuthFlow("client_credentials flow can not be selected along with code flow or implicit flow.");
  if (
    input.AllowedOAuthFlowsUserPoolClient === true &&
    (flows.length === 0 || (input.AllowedOAuthScopes ?? []).length === 0)
  )
    throw invalidOAuthFlow(
      "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
    );
  if (flows.some((flow) => flow !== "client_credentials") && urls.length === 0)
    throw invalidParameter("CallbackURLs can not be empty if the code or implicit flow is selected.");
  for (const url of [...urls, ...(input.LogoutURLs ?? [])])
    if (!isRedirect(url))
      throw invalidParameter(
        `${url} is not a valid redirect URI: it needs a scheme, HTTPS unless it is localhost, and no fragment.`,
      );
  if (byDefault !== undefined && !urls.includes(byDefault))
    throw invalidParameter("DefaultRedirectURI must be one of the CallbackURLs.");
}

/** AWS: "Use HTTPS over HTTP except for http://localhost for testing purposes only"; app schemes are allowed. */
function isRedirect(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, hash } = new URL(url);
  const isLocal = hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "127.0.0.1";
  return hash === "" && protocol !== "javascript:" && protocol !== "data:" && (protocol !== "http:" || isLocal);
}
