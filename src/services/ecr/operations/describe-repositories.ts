// DescribeRepositories: those that are named, or all of a registry in pages.

import type { DescribeRepositoriesCommandInput, DescribeRepositoriesCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { invalidParameter } from "../errors.ts";
import { registryScope } from "../names.ts";
import { listRepositories } from "../repo.ts";
import { describeRepository, requireRepository } from "../repositories.ts";

// AWS: DescribeRepositories, maxResults: "returns up to 100 results" without it.
const PAGE = 100;

export const describeRepositories = defineOperation<
  Input<DescribeRepositoriesCommandInput>,
  DescribeRepositoriesCommandOutput
>("DescribeRepositories", (input, context) => {
  const scope = registryScope(context, input.registryId);
  const { repositoryNames: names, nextToken, maxResults = PAGE } = input;
  // AWS: both "cannot be used" together with repositoryNames.
  if (names !== undefined && (nextToken !== undefined || input.maxResults !== undefined))
    throw invalidParameter("repositoryNames", "cannot be given together with maxResults or nextToken");
  const after = parsePageToken(nextToken, () => invalidParameter("nextToken", "Invalid token"));
  return context.store.read((tx) => {
    if (names !== undefined)
      return { repositories: names.map((name) => describeRepository(scope, requireRepository(tx, scope, name))) };
    const page = takePage(listRepositories(tx, scope, after), maxResults, ({ name }) => name);
    return {
      repositories: page.items.map((repository) => describeRepository(scope, repository)),
      ...(page.next.NextToken === undefined ? {} : { nextToken: page.next.NextToken }),
    };
  });
});
