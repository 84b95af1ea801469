// ListArchives: the archives of an account and region.

import type { ListArchivesCommandInput, ListArchivesCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeArchive } from "../archives/require.ts";
import { requireBus } from "../buses/require.ts";
import { busAddress } from "../names.ts";
import { parsePageToken, takePage, withPrefix } from "../pages.ts";
import { list } from "../repo.ts";

export const listArchives = defineOperation<Input<ListArchivesCommandInput>, ListArchivesCommandOutput>(
  "ListArchives",
  (input, context) => {
    const after = parsePageToken(input.NextToken);
    const busName = input.EventSourceArn === undefined ? undefined : busAddress(context, input.EventSourceArn).busName;
    const { items, next } = context.store.read((tx) => {
      if (busName !== undefined) requireBus(tx, context, busName);
      const archives = [...withPrefix(list(tx, context, "archive", after), input.NamePrefix)];
      const wanted = archives.filter((archive) => busName === undefined || archive.busName === busName);
      return takePage(input.State === undefined || input.State === "ENABLED" ? wanted : [], input.Limit);
    });
    const Archives = items.map((archive) => {
      const { ArchiveArn: _arn, ...shown } = describeArchive(context, archive);
      return shown;
    });
    return { Archives, ...next };
  },
);
