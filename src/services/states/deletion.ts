// The end of a state machine. AWS: DeleteStateMachine: "This is an asynchronous operation. It sets the state machine's status to DELETING
// and begins the deletion process. A state machine is deleted only when all its executions are completed." There are none here yet.

import type { JobHandler } from "../../service/jobs.ts";
import { loadMachine, removeMachine } from "./repo.ts";

/** Removes a machine that is being deleted, with its versions and aliases. */
export const deletionJob: JobHandler = {
  kind: "states/delete",
  async run(job, yard) {
    const { name } = job.payload as { readonly name: string };
    yard.store.write((tx) => {
      if (loadMachine(tx, job, name)?.isDeleting === true) removeMachine(tx, job, name);
    });
    return "done";
  },
};
