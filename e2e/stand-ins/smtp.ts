import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

/**
 * A real SMTP server on a free port of this machine, with faults on demand. It takes mail for anybody
 * and keeps it; nothing leaves.
 */
export async function startSmtp({
  port = 0,
  password,
}: {
  port?: number;
  password?: string;
} = {}): Promise<SmtpStandIn> {
  const accepted: AcceptedLetter[] = [];
  const faults: SmtpFault[] = [];
  let sessions = 0;
  /** The fault of the message that each session is at. */
  const current = new Map<string, SmtpFault | undefined>();

  const server = new SMTPServer({
    disabledCommands: password === undefined ? ["AUTH", "STARTTLS"] : ["STARTTLS"],
    allowInsecureAuth: true,
    authOptional: password === undefined,
    logger: false,
    onConnect(_session, done) {
      sessions++;
      done();
    },
    onAuth(auth, _session, done) {
      if (auth.password === password) done(null, { user: auth.username });
      else done(new Error("Wrong password"));
    },
    onMailFrom(_address, session, done) {
      current.set(session.id, faults.shift());
      answer(session, "sender", done);
    },
    onRcptTo(_address, session, done) {
      answer(session, "recipient", done);
    },
    onData(stream, session, done) {
      if (current.get(session.id)?.at === "middle") {
        stream.once("data", () => hangUp(session));
        return;
      }
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.once("end", () => {
        const raw = Buffer.concat(chunks);
        const keep = async () => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          const letter = await PostalMime.parse(raw);
          accepted.push({ raw: raw.toString("utf8"), recipients, letter });
          answer(session, "taken", done);
        };
        if (current.get(session.id)?.at === "data") answer(session, "data", done);
        else keep().catch(done);
      });
    },
  });

  function answer(session: SMTPServerSession, at: SmtpFault["at"], done: (error?: Error | null) => void): void {
    const fault = current.get(session.id);
    if (fault?.at !== at) done();
    else if (fault.kind === "drop") hangUp(session);
    else if (fault.kind !== "stall") done(Object.assign(new Error("As asked"), { responseCode: fault.kind }));
  }

  /** As a dying machine does: no farewell. */
  function hangUp({ id }: SMTPServerSession): void {
    for (const connection of server.connections as Set<OpenConnection>) {
      if (connection.session.id === id) connection._socket.destroy();
    }
  }

  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.server.address() as AddressInfo;
  const login = password === undefined ? "" : `countersign:${encodeURIComponent(password)}@`;
  return {
    url: `smtp://${login}127.0.0.1:${address.port}`,
    port: address.port,
    accepted,
    sessions: () => sessions,
    fail(...next) {
      faults.push(...next);
    },
    async stop() {
      for (const connection of server.connections as Set<OpenConnection>) connection._socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export interface AcceptedLetter {
  raw: string;
  /** Of the envelope, which decides who gets it. */
  recipients: string[];
  letter: Email;
}

/**
 * What goes wrong with the next message: to its sender, its recipient, in the middle of its body, to its
 * end before it is kept, or after it was kept. A number is the answer's code.
 */
export interface SmtpFault {
  at: "sender" | "recipient" | "middle" | "data" | "taken";
  kind: number | "drop" | "stall";
}

export interface SmtpStandIn {
  /** For SMTP_URL. */
  url: string;
  port: number;
  /** Every message that was kept, in the order of its last byte. */
  accepted: AcceptedLetter[];
  sessions(): number;
  /** Queues faults; each takes one message. */
  fail(...next: SmtpFault[]): void;
  stop(): Promise<void>;
}

/** The part of smtp-server's connection that its types leave out. */
interface OpenConnection {
  session: SMTPServerSession;
  _socket: { destroy(): void };
}
