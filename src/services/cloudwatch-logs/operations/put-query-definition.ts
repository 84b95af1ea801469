// PutQueryDefinition: keeps a query under a name, or changes all of one that is kept. AWS: PutQueryDefinition (API reference).

import type { PutQueryDefinitionCommandInput, PutQueryDefinitionCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { limitExceeded, notImplemented, queryNotFound } from "../errors.ts";
import { listDefinitions, loadDefinition, saveDefinition } from "../insights/repo.ts";

/** LIMIT: AWS: "CloudWatch Logs quotas": saved queries of an account in a Region. */
const MOST_DEFINITIONS = 1_000;

export const putQueryDefinition = defineOperation<
  Input<PutQueryDefinitionCommandInput>,
  PutQueryDefinitionCommandOutput
>("PutQueryDefinition", (input, context) => {
  const { name, queryString, logGroupNames = [], queryDefinitionId: given, queryLanguage = "CWLI" } = input;
  if (queryLanguage !== "CWLI") throw notImplemented(`queries in the language ${queryLanguage}`);
  if ((input.parameters ?? []).length > 0) throw notImplemented("parameters of saved queries");
  // AWS: clientToken: a repeated request makes one definition only.
  const queryDefinitionId = given ?? input.clientToken ?? context.random.uuid();
  context.store.write((tx) => {
    const isThere = loadDefinition(tx, context, queryDefinitionId) !== undefined;
    if (given !== undefined && !isThere) throw queryNotFound();
    if (!isThere && listDefinitions(tx, context).length >= MOST_DEFINITIONS) throw limitExceeded();
    const modifiedAtMs = context.clock.nowMs();
    saveDefinition(tx, context, { v: 1, queryDefinitionId, name, queryString, logGroupNames, modifiedAtMs });
  });
  return { queryDefinitionId };
});
