// ListActivities: the activities of the account and region, in pages.

import type { ListActivitiesCommandInput, ListActivitiesCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { activityArn } from "../arns.ts";
import { page } from "../pages.ts";
import { listActivities as activitiesFrom } from "../repo.ts";

export const listActivities = defineOperation<Input<ListActivitiesCommandInput>, ListActivitiesCommandOutput>(
  "ListActivities",
  (input, context) =>
    context.store.read((tx) => {
      const { items, next } = page(
        input,
        (after) => activitiesFrom(tx, context, after),
        ({ name }) => name,
      );
      return {
        activities: items.map(({ name, createdAtMs }) => ({
          activityArn: activityArn(context, name),
          name,
          creationDate: new Date(createdAtMs),
        })),
        ...next,
      };
    }),
);
