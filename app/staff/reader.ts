import "server-only";
import { notFound } from "next/navigation";
import { getReaderZone } from "@/lib/accounts/queries";
import type { StaffActor } from "@/lib/actor";
import { requireStaff } from "@/lib/auth/actor";
import { type ReadCtx, readAs } from "@/lib/ctx";
import { findStaffIn } from "@/lib/staff/queries";

/** The signed-in person of staff, their own zone, and the instant of this read. */
export async function loadStaff() {
  const staff = await requireStaff();
  const reader = await readAs(staff, async (ctx) => ({ zone: await getReaderZone(ctx), now: ctx.now }));
  return { staff, reader };
}

/** Reads one company as the signed-in person of staff; where there is no such company there is no page. */
export async function readInCompany<T>(slug: string, fn: (ctx: ReadCtx<StaffActor>) => Promise<T>) {
  const staff = await requireStaff();
  const atWork = (await findStaffIn(staff, slug)) ?? notFound();
  return readAs(atWork, async (ctx) => ({
    staff,
    reader: { zone: await getReaderZone(ctx), now: ctx.now },
    found: await fn(ctx),
  }));
}
