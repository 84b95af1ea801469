// BatchGetSecretValue: the current values of several secrets; what cannot be read is an error of its own.

import type {
  BatchGetSecretValueCommandInput,
  BatchGetSecretValueCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { invalidNextToken, invalidParameter } from "../errors.ts";
import { compileFilters } from "../filters.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { listSecrets } from "../repo.ts";

export const batchGetSecretValue = defineOperation<
  Input<BatchGetSecretValueCommandInput>,
  BatchGetSecretValueCommandOutput
>("BatchGetSecretValue", async (input, context) => {
  const { SecretIdList: ids, Filters: filters, MaxResults: limit = 20, NextToken: token } = input;
  if ((ids === undefined) === (filters === undefined))
    throw invalidParameter("You must include Filters or SecretIdList, but not both.");
  if (ids !== undefined && (input.MaxResults !== undefined || token !== undefined))
    throw invalidParameter("You can't use MaxResults or NextToken with SecretIdList.");
  const page =
    ids === undefined
      ? context.store.read((tx) => {
          const isWanted = compileFilters(filters, context);
          const found = [...listSecrets(tx, context, parsePageToken(token, invalidNextToken))].filter(
            (secret) => secret.deletion === undefined && isWanted(secret),
          );
          return takePage(found, limit, ({ name }) => name);
        })
      : undefined;
  const SecretValues = [];
  const Errors = [];
  for (const id of ids ?? page?.items.map(({ arn }) => arn) ?? []) {
    try {
      // Each as a call of its own: the caller needs GetSecretValue for each secret.
      SecretValues.push(await context.aws.secretsManager.getSecretValue({ SecretId: id }));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
    }
  }
  return { SecretValues, Errors, ...page?.next };
});
