import "server-only";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { env } from "../env";

/** Where the bytes of files lie. Keys are made by us alone; nobody's words ever become part of a path. */
export interface FileStore {
  /** A place on this machine to receive and check the file of `key` before it is kept. */
  workPlace(key: string): Promise<string>;
  /** Takes a checked file over. */
  keep(key: string, from: string): Promise<void>;
  /** The bytes of a kept file. @throws when there are none */
  read(key: string): Promise<ReadableStream<Uint8Array>>;
  /** Removes whatever there is of it, unfinished work included. Repeatable. */
  remove(key: string): Promise<void>;
}

/** Files in a folder, two levels deep, readable by the app's own user only. */
export function folderStore(folder: string): FileStore {
  const placeOf = (key: string) => {
    if (!/^[0-9a-f]{32}$/.test(key)) throw new Error("no key of ours");
    return path.join(folder, key.slice(0, 2), key);
  };
  return {
    async workPlace(key) {
      await mkdir(path.dirname(placeOf(key)), { recursive: true, mode: 0o700 });
      return `${placeOf(key)}.part`;
    },
    async keep(key, from) {
      await rename(from, placeOf(key));
    },
    async read(key) {
      const file = await open(placeOf(key), "r");
      return Readable.toWeb(createReadStream("", { fd: file })) as ReadableStream<Uint8Array>;
    },
    async remove(key) {
      const place = placeOf(key);
      await Promise.all([place, `${place}.part`, `${place}.part.image`].map((each) => rm(each, { force: true })));
    },
  };
}

/** The store of this installation. */
export const fileStore = (): FileStore => folderStore(path.resolve(/* turbopackIgnore: true */ env.FILES_DIR));
