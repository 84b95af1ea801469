// The private channel to our own bootstraps: frames on a socket pair that nobody else can open.

import type { Socket } from "node:net";
import {
  ERROR,
  INIT_ERROR,
  INSPECTOR,
  INVOKE,
  READY,
  RESPONSE,
  SPECIALISE,
  STREAM_BEGIN,
  STREAM_CHUNK,
  createFrameReader,
  encodeFrame,
} from "./frames.ts";
import type { Frame } from "./frames.ts";
import type { InspectorAddress } from "./inspector-port.ts";
import type { Written } from "./log-capture.ts";
import { countResponse, streamTooLarge } from "./runtime-channel.ts";
import type { RuntimeAnswer, RuntimeChannel, StreamedResponse } from "./runtime-channel.ts";
import type { ResponseSink } from "./sandboxes.ts";

/** What makes a booted process one function's. */
export interface Specialisation {
  readonly environment: Readonly<Record<string, string>>;
  readonly taskRoot: string;
  /** Where the layers' files are. */
  readonly optRoot: string;
  readonly handler: string;
  /** If it is to be debugged: the address to listen at, and whether it waits for a debugger before it loads any code. */
  readonly inspect?: { readonly host: string; readonly breaks: boolean };
}

/** Specialises the process behind `socket` and speaks with it: at once, or when it is `released`. */
export function openFrameChannel(
  socket: Socket,
  specialisation: Specialisation,
  released?: Promise<unknown>,
): RuntimeChannel {
  let becomeReady: (failure: RuntimeAnswer | undefined) => void = () => {};
  let answer: ((answer: RuntimeAnswer) => void) | undefined;
  let answeringId: string | undefined;
  let sink: ResponseSink | undefined;
  let streamed: StreamedResponse = countResponse();
  const ready = new Promise<RuntimeAnswer | undefined>((resolve) => (becomeReady = resolve));

  let tellInspector: (answer: InspectorAddress | { readonly problem: string }) => void = () => {};
  const inspector = new Promise<InspectorAddress | { readonly problem: string }>(
    (resolve) => (tellInspector = resolve),
  );

  const read = createFrameReader((frame) => {
    if (frame.kind === INSPECTOR) tellInspector(frame.header as InspectorAddress | { readonly problem: string });
    else if (frame.kind === READY) becomeReady(undefined);
    else if (frame.kind === INIT_ERROR) becomeReady(parseAnswer(frame));
    else if (frame.kind === RESPONSE || frame.kind === ERROR) {
      const parsed = parseAnswer(frame);
      // An uncaught exception of earlier work that was left behind comes without, or with another, request id.
      if (parsed.requestId !== answeringId && !parsed.isFatal) return;
      finish(parsed);
    } else if (sink !== undefined && headerOf(frame).requestId === answeringId) {
      if (frame.kind === STREAM_BEGIN) sink.begin(headerOf(frame).contentType ?? "application/octet-stream");
      else if (frame.kind === STREAM_CHUNK) pass(frame.payload, sink);
    }
  });

  function finish(parsed: RuntimeAnswer): void {
    const deliver = answer;
    answer = undefined;
    sink = undefined;
    deliver?.(parsed);
  }

  /** Nothing more is read from a process whose receiver is slow: its writes wait, and its timeout runs. */
  function pass(chunk: Uint8Array, to: ResponseSink): void {
    const taken = streamed.write(chunk, to);
    if (taken === false) finish(streamTooLarge());
    if (!taken) return;
    socket.pause();
    void taken.then(() => socket.resume());
  }

  socket.on("data", (chunk) => {
    try {
      read(chunk);
    } catch {
      // Bytes that are no frames: the function wrote to our descriptor. Without the channel it is of no use.
      socket.destroy();
    }
  });
  const specialise = (): unknown => socket.write(encodeFrame(SPECIALISE, specialisation));
  if (released === undefined) specialise();
  else void released.then(specialise);

  return {
    ready,
    inspector,
    invoke(invocation, remainingMs) {
      const { requestId, invokedFunctionArn, clientContext, traceId, payload } = invocation;
      answeringId = requestId;
      ({ sink } = invocation);
      streamed = countResponse();
      const isStreaming = sink !== undefined;
      socket.write(
        encodeFrame(
          INVOKE,
          { requestId, invokedFunctionArn, clientContext, traceId, remainingMs, isStreaming },
          payload,
        ),
      );
      return new Promise((resolve) => (answer = resolve));
    },
    close: () => socket.destroy(),
  };
}

function headerOf(frame: Frame): { readonly requestId?: string; readonly contentType?: string } {
  return frame.header as { requestId?: string; contentType?: string };
}

function parseAnswer(frame: Frame): RuntimeAnswer & { readonly requestId?: string } {
  const header = frame.header as {
    requestId?: string;
    written?: Written;
    errorType?: string;
    isFatal?: boolean;
  };
  return {
    payload: frame.payload,
    isFatal: header.isFatal === true,
    ...(header.requestId === undefined ? {} : { requestId: header.requestId }),
    ...(frame.kind === RESPONSE ? {} : { errorType: header.errorType ?? "" }),
    ...(header.written === undefined ? {} : { written: header.written }),
  };
}
