import { type Socket } from "node:net";
import { Duplex } from "node:stream";

/**
 * One client's stream to the embedded PostgreSQL, on the pipe that all its clients use one after the other. `pg` drives
 * it like the socket it expects. Ends when PostgreSQL's process has said farewell: then nothing of this client is left
 * in the pipe or the database. Destroyed before that, while an answer may be under way, it calls `abandon`: the process
 * must be ended, since nothing else stops a statement there.
 */
export function clientStream(pipe: Socket, abandon: () => void): Duplex {
  let leaving = false;
  let left = false;

  const stream = new Duplex({
    read: () => void pipe.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      leaving = chunk[0] === terminateType && chunk.length === terminateLength;
      pipe.write(chunk, done);
    },
    final: (done) => {
      if (!leaving) abandon();
      done();
    },
    destroy: (error, done) => {
      pipe.off("data", receive);
      pipe.off("close", lose);
      if (!left) abandon();
      done(error);
    },
  });

  const receive = (chunk: Buffer) => {
    if (!leaving) {
      if (!stream.push(chunk)) pipe.pause();
      return;
    }
    left = true;
    stream.push(null);
    stream.destroy();
  };
  const lose = () => {
    stream.destroy(new Error("The process of the embedded PostgreSQL has ended."));
  };
  pipe.on("data", receive);
  pipe.once("close", lose);
  pipe.resume();

  const noEffect = () => stream;
  return Object.assign(stream, {
    connect: () => {
      process.nextTick(() => stream.emit("connect"));
      return stream;
    },
    setNoDelay: noEffect,
    setKeepAlive: noEffect,
    ref: noEffect,
    unref: noEffect,
  });
}

/** PostgreSQL manual, "Message Formats": Terminate. */
const terminateType = "X".charCodeAt(0);
const terminateLength = 5;
