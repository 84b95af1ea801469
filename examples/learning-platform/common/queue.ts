// How the functions behind a queue take its messages: what fails comes again, by itself, and after five times goes to the dead letters.

/** What a queue hands to a function. */
export interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** A handler that takes messages one by one, and tells the queue which of them failed. */
export function eachMessage<T>(take: (message: T) => Promise<void>) {
  return async ({ Records }: QueueEvent) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of Records) {
      try {
        await take(JSON.parse(body) as T);
      } catch (error) {
        console.error("The message could not be taken", error);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}
