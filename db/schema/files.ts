import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { fileStates } from "../enums";
import { users } from "./accounts";
import { approvalRequests } from "./approvals";
import { accountId, auditId, bytes, instant, oneOf } from "./columns";

/**
 * One uploaded file. `pending`: bytes are on their way or being checked; `ready`: checked, and its owner may attach it;
 * `attached`: part of a request or of a submission, pinned by it and never removed. The bytes lie in the file store under `storageKey`.
 * Operational until attached, like a draft: what nobody attaches within a day is swept away.
 */
export const files = pgTable(
  "files",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    ownerId: uuid().notNull(),
    state: text({ enum: fileStates }).notNull(),
    name: text().notNull(),
    mediaType: text(),
    /** as announced while pending, as stored afterwards */
    sizeBytes: integer().notNull(),
    sha256: bytes(),
    storageKey: text().notNull(),
    uploadedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ name: "files_pk", columns: [t.accountId, t.id] }),
    unique("files_storage_key_once").on(t.accountId, t.storageKey),
    unique("files_content_pin").on(t.accountId, t.id, t.state, t.name, t.mediaType, t.sizeBytes, t.sha256),
    // A member, or a freelancer who submits work: whether they may is asked when a file is taken in.
    foreignKey({ name: "files_owner_fk", columns: [t.ownerId], foreignColumns: [users.id] }),
    index("files_of_day").on(t.accountId, t.uploadedAt),
    index("files_loose").on(t.accountId, t.ownerId, t.uploadedAt).where(sql`${t.state} <> 'attached'`),
    index("files_loose_anywhere").on(t.uploadedAt).where(sql`${t.state} <> 'attached'`),
    check("files_state_known", oneOf(t.state, fileStates)),
    check("files_name_length", sql`char_length(${t.name}) between 1 and 200`),
    check("files_size", sql`${t.sizeBytes} between 1 and 26214400`),
    check(
      "files_checked",
      sql`${t.state} = 'pending' or (${t.mediaType} is not null and octet_length(${t.sha256}) = 32)`,
    ),
  ],
);

/** What a thing repeats of a file that belongs to it; a foreign key to `files_content_pin` keeps both the same. */
export const contentOfFile = {
  fileState: text({ enum: ["attached"] }).notNull(),
  name: text().notNull(),
  mediaType: text().notNull(),
  sizeBytes: integer().notNull(),
  sha256: bytes().notNull(),
};

/**
 * A file as part of a request: rows are only added. Name, type, size and hash repeat the file's by foreign key, so what
 * was decided on can neither be changed nor removed.
 */
export const requestFiles = pgTable(
  "request_files",
  {
    accountId: accountId(),
    requestId: uuid().notNull(),
    position: smallint().notNull(),
    fileId: uuid().notNull(),
    ...contentOfFile,
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "request_files_pk", columns: [t.accountId, t.requestId, t.position] }),
    unique("request_files_once").on(t.accountId, t.requestId, t.fileId),
    foreignKey({
      name: "request_files_request_fk",
      columns: [t.accountId, t.requestId],
      foreignColumns: [approvalRequests.accountId, approvalRequests.id],
    }),
    foreignKey({
      name: "request_files_content_fk",
      columns: [t.accountId, t.fileId, t.fileState, t.name, t.mediaType, t.sizeBytes, t.sha256],
      foreignColumns: [
        files.accountId,
        files.id,
        files.state,
        files.name,
        files.mediaType,
        files.sizeBytes,
        files.sha256,
      ],
    }),
    index("request_files_by_file").on(t.accountId, t.fileId),
    check("request_files_attached", sql`${t.fileState} = 'attached'`),
    check("request_files_ten", sql`${t.position} between 1 and 10`),
  ],
);
