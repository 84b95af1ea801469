// GetParameterHistory: a parameter's versions, the oldest first, in pages.

import type { GetParameterHistoryCommandInput, GetParameterHistoryCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidNextToken, parameterNotFound } from "../errors.ts";
import { parseReference } from "../name.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { describeHistory } from "../parameter.ts";
import { listVersions, loadParameter } from "../repo.ts";

export const getParameterHistory = defineOperation<
  Input<GetParameterHistoryCommandInput>,
  GetParameterHistoryCommandOutput
>("GetParameterHistory", (input, context) => {
  const { name } = parseReference(input.Name, context);
  const after = Number(parsePageToken(input.NextToken, invalidNextToken) ?? 0);
  const page = context.store.read((tx) => {
    if (loadParameter(tx, context, name) === undefined) throw parameterNotFound();
    return takePage(listVersions(tx, context, name, after), input.MaxResults ?? 50, ({ version }) => String(version));
  });
  return { Parameters: page.items.map(describeHistory), ...page.next };
});
