// DescribeParameters: what parameters there are, without their values, in pages.

import type { DescribeParametersCommandInput, DescribeParametersCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidNextToken, notImplemented, validation } from "../errors.ts";
import { compileFilters } from "../filters.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { describeMetadata } from "../parameter.ts";
import { listParameters } from "../repo.ts";

export const describeParameters = defineOperation<
  Input<DescribeParametersCommandInput>,
  DescribeParametersCommandOutput
>("DescribeParameters", (input, context) => {
  const { Filters, ParameterFilters, MaxResults: limit = 50 } = input;
  if (input.Shared === true) throw notImplemented("Listing parameters that others share");
  if (Filters !== undefined && ParameterFilters !== undefined)
    throw validation("You can use either Filters or ParameterFilters in a single request.");
  // AWS: the older filters compare names by their beginning.
  const older = (Filters ?? []).map(({ Key, Values }) => ({
    Key,
    Values,
    Option: Key === "Name" ? "BeginsWith" : "Equals",
  }));
  const isWanted = compileFilters(ParameterFilters ?? older, false);
  const after = parsePageToken(input.NextToken, invalidNextToken);
  const page = context.store.read((tx) => {
    function* matches() {
      for (const parameter of listParameters(tx, context, after === undefined ? {} : { after }))
        if (isWanted(parameter)) yield parameter;
    }
    return takePage(matches(), limit, (parameter) => parameter.name);
  });
  return { Parameters: page.items.map((parameter) => describeMetadata(context, parameter)), ...page.next };
});
