// DescribeQueryDefinitions: saved queries by their names. AWS: DescribeQueryDefinitions (API reference).

import type {
  DescribeQueryDefinitionsCommandInput,
  DescribeQueryDefinitionsCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { listDefinitions } from "../insights/repo.ts";
import { readPageToken, writePageToken } from "../tokens.ts";

/** LIMIT: ours where nothing is said: AWS does not say how long its pages are then. */
const DEFAULT_RESULTS = 1_000;

export const describeQueryDefinitions = defineOperation<
  Input<DescribeQueryDefinitionsCommandInput>,
  DescribeQueryDefinitionsCommandOutput
>("DescribeQueryDefinitions", (input, context) => {
  const { queryDefinitionNamePrefix: prefix = "", maxResults = DEFAULT_RESULTS, nextToken, queryLanguage } = input;
  const after = nextToken === undefined ? undefined : readPageToken(nextToken);
  const place = ({ name, queryDefinitionId }: { name: string; queryDefinitionId: string }) =>
    `${name}\n${queryDefinitionId}`;
  const wanted = context.store
    .read((tx) => listDefinitions(tx, context))
    .filter(({ name }) => name.startsWith(prefix) && (queryLanguage === undefined || queryLanguage === "CWLI"))
    .toSorted((one, other) => (place(one) < place(other) ? -1 : 1))
    .filter((definition) => after === undefined || place(definition) > after);
  const page = wanted.slice(0, maxResults);
  const last = page.at(-1);
  return {
    queryDefinitions: page.map(({ queryDefinitionId, name, queryString, logGroupNames, modifiedAtMs }) => ({
      queryLanguage: "CWLI" as const,
      queryDefinitionId,
      name,
      queryString,
      lastModified: modifiedAtMs,
      logGroupNames: [...logGroupNames],
    })),
    ...(wanted.length > maxResults && last !== undefined ? { nextToken: writePageToken(place(last)) } : {}),
  };
});
