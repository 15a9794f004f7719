import type { z } from "zod";
import type { SystemActor } from "@/lib/actor";
import { type Ctx, writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { closePost } from "@/lib/posts/close-post";
import { expirePost } from "@/lib/posts/expire-post";
import { openPost } from "@/lib/posts/open-post";
import { savePostDraft } from "@/lib/posts/save-post-draft";
import { postDraftInput, postInput } from "@/lib/posts/schema";
import type { Company } from "./company";
import type { NorthwindOrders } from "./northwind-orders";
import type { StoryTime } from "./story-time";

const hana = "hana@northwind.example";
const marek = "marek@northwind.example";

type PostForm = z.input<ReturnType<typeof postInput>>;

/** Job posts at Northwind in every state: two with a purchase order, one that still lacks it, one that ends in days. */
export async function tellNorthwindPosts(
  company: Company,
  { before, minutesAgo }: StoryTime,
  orders: NorthwindOrders,
): Promise<void> {
  const [finance, design] = [company.team("Finance operations"), company.team("Product design")];
  const fields = (form: Partial<PostForm> & Pick<PostForm, "title" | "description" | "teamId" | "contractType">) => ({
    id: newId(),
    version: 0,
    orderChoice: "placeholder",
    ...form,
  });
  const open = async (at: Date, author: string, form: Parameters<typeof fields>[0]) => {
    const input = postInput("USD").parse(fields(form));
    await writeAs(company.member(author), async (ctx) => done(await openPost(ctx, input)), { now: at });
    return input.id;
  };
  const forecast = await open(before(41, 10), hana, {
    title: "Load forecast, second opinion",
    description: "Read our load forecast for next winter and tell us where it is too sure of itself.",
    teamId: finance,
    contractType: "hourly",
    rateFrom: "90.00",
    rateTo: "130.00",
  });
  const fair = await open(before(38, 11), hana, {
    title: "Trade fair staff, four days",
    description: "Two people who can explain a smart meter to somebody who has never seen one.",
    teamId: finance,
    contractType: "hourly",
    rateTo: "38.00",
  });
  await open(before(27, 9), hana, {
    title: "Translator, Spanish safety leaflets",
    description: "Twelve leaflets of two pages each, for crews in the field. Reviewed by our safety lead.",
    teamId: finance,
    contractType: "fixed_price",
    budget: "1,900.00",
    orderChoice: orders.audit,
  });
  await open(before(6, 14), hana, {
    title: "Fixed-asset count, Newark depot",
    description: "Count and tag everything in the depot that costs more than a bicycle, and write the list.",
    teamId: finance,
    contractType: "fixed_price",
    budget: "5,200.00",
    orderChoice: orders.audit,
  });
  await open(before(3, 10), marek, {
    title: "Motion designer for product films",
    description: "Six films of thirty seconds that show the checkout on a phone. Storyboards exist.",
    teamId: design,
    contractType: "hourly",
    rateFrom: "60.00",
    rateTo: "95.00",
  });
  await writeAs(
    company.member(hana),
    async (ctx) => done(await closePost(ctx, { postId: fair, reason: "The fair was moved to spring." })),
    { now: before(30, 16) },
  );
  const clock: SystemActor = {
    kind: "system",
    accountId: company.accountId,
    userId: null,
    job: "expire-posts",
    via: "seed",
  };
  await writeAs(clock, (ctx: Ctx) => expirePost(ctx, forecast), { now: before(11, 10) });
  const draft = postDraftInput("USD").parse(
    fields({ title: "Interim controller", description: "", teamId: finance, contractType: "hourly" }),
  );
  await writeAs(company.member(hana), async (ctx) => done(await savePostDraft(ctx, draft)), { now: minutesAgo(52) });
}

function done<R extends { ok: boolean }>(result: R): R {
  if (!result.ok) throw new Error(`The story was refused: ${JSON.stringify(result)}`);
  return result;
}
