// DeleteRouteSettings: a route of a stage goes by the settings of all routes again.

import type { DeleteRouteSettingsCommandInput, DeleteRouteSettingsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { notFound } from "../errors.ts";
import { savePart } from "../repo.ts";

export const deleteRouteSettings = defineOperation<
  Input<DeleteRouteSettingsCommandInput>,
  DeleteRouteSettingsCommandOutput
>("DeleteRouteSettings", ({ ApiId, RouteKey, StageName }, context) =>
  context.store.write((tx) => {
    const { routeSettings, ...stage } = requirePart(tx, context, ApiId, "stage", StageName);
    const { [RouteKey]: removed, ...kept } = routeSettings ?? {};
    if (removed === undefined) throw notFound(`Unable to find RouteSettings by key ${RouteKey}`);
    savePart(tx, context, ApiId, "stage", StageName, {
      ...stage,
      ...(Object.keys(kept).length === 0 ? {} : { routeSettings: kept }),
      updatedAtMs: context.clock.nowMs(),
    });
    return {};
  }),
);
