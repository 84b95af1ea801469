// Integrations, by the rules of their API's protocol.

import type { CreateIntegrationCommandInput } from "@aws-sdk/client-apigatewayv2";
import { protocolOf } from "./apis.ts";
import { httpIntegrationOf } from "./http/integrations.ts";
import type { ApiRecord, IntegrationRecord, ProtocolType } from "./records.ts";
import { webSocketIntegrationOf } from "./websocket/integrations.ts";

/** What a request to create or update an integration gives. */
export type IntegrationInput = Partial<CreateIntegrationCommandInput>;

/** A record of `input` over what `previous` says. */
export type IntegrationRule = (
  integrationId: string,
  input: IntegrationInput,
  previous?: IntegrationRecord,
) => IntegrationRecord;

const RULES: Readonly<Record<ProtocolType, IntegrationRule>> = {
  HTTP: httpIntegrationOf,
  WEBSOCKET: webSocketIntegrationOf,
};

/** The rule for integrations of this API. */
export function integrationRule(api: ApiRecord): IntegrationRule {
  return RULES[protocolOf(api)];
}
