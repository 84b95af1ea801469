// GetApis: all APIs of the account and region.

import type { GetApisCommandInput, GetApisCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../apis.ts";
import { listApis } from "../repo.ts";
import { apiShape } from "../shapes.ts";

export const getApis = defineOperation<Input<GetApisCommandInput>, GetApisCommandOutput>(
  "GetApis",
  ({ MaxResults, NextToken }, context) => {
    const { Items, ...page } = pageOf(
      context.store.read((tx) => listApis(tx, context)),
      MaxResults,
      NextToken,
    );
    return {
      ...page,
      Items: Items.map((api) => ({
        Name: api.name,
        ProtocolType: "HTTP",
        RouteSelectionExpression: "$request.method $request.path",
        ...apiShape(api, context.origin),
      })),
    };
  },
);
