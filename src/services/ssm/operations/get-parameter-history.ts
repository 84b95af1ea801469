// GetParameterHistory: a parameter's versions, the oldest first, in pages.

import type { GetParameterHistoryCommandInput, GetParameterHistoryCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidNextToken, parameterNotFound } from "../errors.ts";
import { parseReference } from "../name.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { describeHistory } from "../parameter.ts";
import { decrypted } from "../secure-value.ts";
import { listVersions, loadParameter } from "../repo.ts";

export const getParameterHistory = defineOperation<
  Input<GetParameterHistoryCommandInput>,
  GetParameterHistoryCommandOutput
>("GetParameterHistory", async (input, context) => {
  const { name } = parseReference(input.Name, context);
  const after = Number(parsePageToken(input.NextToken, invalidNextToken) ?? 0);
  const { latest, items, next } = context.store.read((tx) => {
    const found = loadParameter(tx, context, name);
    if (found === undefined) throw parameterNotFound();
    const versions = listVersions(tx, context, name, after);
    return { latest: found, ...takePage(versions, input.MaxResults ?? 50, ({ version }) => String(version)) };
  });
  const Parameters = [];
  for (const version of items) {
    const shown = input.WithDecryption === true ? await decrypted(context, version) : version;
    Parameters.push(describeHistory(shown, latest));
  }
  return { Parameters, ...next };
});
