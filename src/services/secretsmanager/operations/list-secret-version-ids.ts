// ListSecretVersionIds: the versions of a secret, in pages.

import type {
  ListSecretVersionIdsCommandInput,
  ListSecretVersionIdsCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { invalidNextToken } from "../errors.ts";
import { findSecret } from "../secrets.ts";

export const listSecretVersionIds = defineOperation<
  Input<ListSecretVersionIdsCommandInput>,
  ListSecretVersionIdsCommandOutput
>("ListSecretVersionIds", (input, context) => {
  const { SecretId, MaxResults: limit = 100, IncludeDeprecated: isEachShown = false } = input;
  const { secret } = context.store.read((tx) => findSecret(tx, context, SecretId));
  const shown = Object.entries(secret.versions).filter(([, { stages }]) => isEachShown || stages.length > 0);
  const after = parsePageToken(input.NextToken, invalidNextToken);
  const from = after === undefined ? 0 : shown.findIndex(([id]) => id === after) + 1;
  const page = takePage(shown.slice(from), limit, ([id]) => id);
  return {
    ARN: secret.arn,
    Name: secret.name,
    Versions: page.items.map(([VersionId, version]) => ({
      VersionId,
      VersionStages: [...version.stages],
      CreatedDate: new Date(version.createdAtMs),
      ...(version.accessedAtMs !== undefined && { LastAccessedDate: new Date(version.accessedAtMs) }),
      ...(version.kmsKeyId !== undefined && {
        KmsKeyIds: [version.kmsKeyId.includes("alias/aws/secretsmanager") ? "DefaultEncryptionKey" : version.kmsKeyId],
      }),
    })),
    ...page.next,
  };
});
