// ListSecrets: the secrets of the account in the Region, in pages.

import type { ListSecretsCommandInput, ListSecretsCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { compileFilters } from "../filters.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { invalidNextToken } from "../errors.ts";
import { listSecrets as allSecrets } from "../repo.ts";
import { listEntry } from "../shown.ts";
import { sortSecrets } from "../sort.ts";

export const listSecrets = defineOperation<Input<ListSecretsCommandInput>, ListSecretsCommandOutput>(
  "ListSecrets",
  (input, context) => {
    const { IncludePlannedDeletion: isDeletedShown = false, Filters, MaxResults: limit = 100, NextToken } = input;
    const isWanted = compileFilters(Filters, context);
    const after = parsePageToken(NextToken, invalidNextToken);
    return context.store.read((tx) => {
      const found = [...allSecrets(tx, context)].filter(
        (secret) => (isDeletedShown || secret.deletion === undefined) && isWanted(secret),
      );
      const sorted = sortSecrets(found, input.SortBy, input.SortOrder);
      const from = after === undefined ? 0 : sorted.findIndex(({ arn }) => arn === after) + 1;
      const page = takePage(sorted.slice(from), limit, ({ arn }) => arn);
      return { SecretList: page.items.map(listEntry), ...page.next };
    });
  },
);
