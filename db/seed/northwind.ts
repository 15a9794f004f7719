import { writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { saveDraft } from "@/lib/offers/save-draft";
import type { Company } from "./company";
import { type Desk, tellNorthwindMoney } from "./northwind-money";
import { tellNorthwindOrders } from "./northwind-orders";
import { tellNorthwindPosts } from "./northwind-posts";
import { tellNorthwindPlan, tellNorthwindWork } from "./northwind-work";
import type { StoryTime } from "./story-time";
import { type Talent, teller } from "./teller";

const hana = "hana@northwind.example";
const marek = "marek@northwind.example";
const bo = "bo@northwind.example";
const finance = "Finance operations";
const design = "Product design";

type Cast = { teodor: Talent; ines: Talent; desk: Desk };

/**
 * Seven weeks at Northwind Grid. Ends with work waiting for Bo, approvals for Hana and Marek to use, offers for Teodor
 * to answer, and every other state a request or an offer can be in behind them.
 */
export async function tellNorthwind(company: Company, time: StoryTime, cast: Cast): Promise<void> {
  const tell = teller(company, "USD");
  const started = await tellStartedWork(tell, time, cast);
  const ended = await tellThingsThatEnded(tell, time, cast);
  await tellOpenOffers(tell, time, cast);
  await tellWhatIsWaiting(tell, time, cast);
  const draft = {
    draftId: newId(),
    title: "Fixed-asset count, Newark depot",
    kind: "byo",
    contractType: "fixed_price",
    talentName: "Ravi Menon",
  };
  await writeAs(company.member(hana), (ctx) => saveDraft(ctx, draft), { now: time.minutesAgo(95) });
  const orders = await tellNorthwindOrders(company, time, { ...started, ...ended });
  await tellNorthwindWork(company, tell, time, cast);
  await tellNorthwindPosts(company, time, orders);
  await tellNorthwindMoney(company, time, cast, { ...started, ...ended });
  await tellNorthwindPlan(company, tell, time, cast);
}

type Tell = ReturnType<typeof teller>;

/**
 * Approved, offered, accepted: contracts that run. One offer grew before it was accepted.
 * @returns the offers they came from.
 */
async function tellStartedWork(tell: Tell, time: StoryTime, { ines }: Cast) {
  const { before, day } = time;
  const audit = await tell.request(before(45, 9.5), hana, {
    title: "Payroll audit, March",
    team: finance,
    talent: ines,
    offerKind: "direct",
    contractType: "fixed_price",
    budget: "12,400.00",
    startDate: day(-40),
    endDate: day(10),
    neededBy: day(-42),
    reason:
      "Two entities moved to the new payroll provider in March. The auditors want an outside reading of both runs before they sign.",
  });
  await tell.approve(before(45, 15), bo, audit, "Please send me the first draft as well.");
  const auditOffer = await tell.offer(before(44, 10), hana, audit, {
    kind: "direct",
    team: finance,
    talent: ines,
    title: "Payroll audit, March",
    contractType: "fixed_price",
    description:
      "Compare the March payroll of both entities against contracts and time sheets, and write up every difference.",
    startDate: day(-40),
    endDate: day(10),
    "milestoneTitle[]": ["First entity", "Second entity and report"],
    "milestoneAmount[]": ["5,200.00", "7,200.00"],
    "milestoneDue[]": [day(-20), day(10)],
  });
  await tell.accept(before(42, 11), ines, auditOffer);

  const checkout = await tell.request(before(44, 9), marek, {
    title: "Checkout redesign, phase 2",
    team: design,
    talent: ines,
    offerKind: "direct",
    contractType: "hourly",
    rate: "85.00",
    weeklyHours: "20",
    startDate: day(-38),
    endDate: day(18),
    reason: "Phase 1 cut abandoned carts by a fifth. Phase 2 covers saved addresses and invoices.",
  });
  await tell.approve(before(43, 10), bo, checkout);
  const checkoutTerms = {
    title: "Checkout redesign, phase 2",
    description: "Design and test saved addresses and invoices in the checkout.",
    contractType: "hourly" as const,
    weeklyHours: "20",
    startDate: day(-38),
    workDiary: "on" as const,
  };
  const checkoutOffer = await tell.offer(before(43, 14), marek, checkout, {
    kind: "direct",
    team: design,
    talent: ines,
    ...checkoutTerms,
    rate: "85.00",
    endDate: day(18),
  });
  await tell.modify(before(41, 9), marek, checkoutOffer, {
    ...checkoutTerms,
    rate: "94.00",
    endDate: day(32),
    message: "As discussed: the higher rate, and two weeks more for the invoice screens.",
  });
  await tell.accept(before(40, 16), ines, checkoutOffer);
  return { audit: auditOffer, checkout: checkoutOffer };
}

/** What came to nothing, each for a reason of its own. @returns the one offer of them that was taken. */
async function tellThingsThatEnded(tell: Tell, time: StoryTime, { teodor, ines }: Cast) {
  const { before, day } = time;
  await tell.request(before(44, 16), hana, {
    title: "Board deck, third quarter",
    team: "",
    offerKind: "byo",
    contractType: "fixed_price",
    budget: "3,800.00",
    reason: "An editor and a chart designer for one week, so that the deck reads as one piece.",
  });
  const booth = await tell.request(before(42, 10), hana, {
    title: "Trade fair booth, four days of staff",
    team: "",
    offerKind: "byo",
    contractType: "hourly",
    rate: "38.00",
    weeklyHours: "40",
    startDate: day(-20),
    endDate: day(-17),
    reason: "Two people for the grid technology fair. Sales cannot spare anybody that week.",
  });
  await tell.approve(before(41, 13), bo, booth);
  const film = await tell.request(before(40, 11), marek, {
    title: "Brand film, 60 seconds",
    team: design,
    offerKind: "byo",
    contractType: "fixed_price",
    budget: "48,000.00",
    reason: "A short film for the new website, shot at the Hudson substation.",
  });
  await tell.decline(before(39, 9.5), bo, film, "Not before next year's budget is settled. Ask again next quarter.");

  const plans = await tell.request(before(40, 14), hana, {
    title: "Warehouse floor plans",
    team: finance,
    talent: teodor,
    offerKind: "direct",
    contractType: "fixed_price",
    budget: "6,900.00",
    startDate: day(-30),
    endDate: day(-5),
    reason: "The insurer asks for measured plans of both warehouses.",
  });
  await tell.approve(before(40, 17), bo, plans);
  await tell.offer(before(39, 12), hana, plans, {
    kind: "direct",
    team: finance,
    talent: teodor,
    title: "Warehouse floor plans",
    description: "Measure both warehouses and draw them to scale.",
    contractType: "fixed_price",
    startDate: day(-30),
    endDate: day(-5),
    "milestoneTitle[]": ["Both plans, to scale"],
    "milestoneAmount[]": ["6,900.00"],
    "milestoneDue[]": [day(-5)],
  });
  const rooms = await tell.request(before(30, 10), hana, {
    title: "Data room clean-up",
    team: finance,
    offerKind: "byo",
    contractType: "hourly",
    rate: "55.00",
    weeklyHours: "10",
    startDate: day(-25),
    endDate: day(-10),
    reason: "Contracts of the last three years, sorted and named for the lender.",
  });
  await tell.withdraw(before(29, 9), hana, rooms);

  const handbook = await tell.request(before(25, 9), hana, {
    title: "Vendor onboarding handbook",
    team: finance,
    offerKind: "direct",
    contractType: "fixed_price",
    budget: "4,500.00",
    startDate: day(-18),
    endDate: day(20),
    reason: "Every new vendor asks the same eleven questions. One good handbook answers them.",
  });
  await tell.approve(before(24, 11), bo, handbook, "Good idea.");
  const handbookTerms = {
    kind: "direct" as const,
    team: finance,
    title: "Vendor onboarding handbook",
    description: "Interview six vendors, write the handbook, and hand it over in two rounds.",
    contractType: "fixed_price" as const,
    startDate: day(-18),
    endDate: day(20),
    "milestoneTitle[]": ["Outline", "Handbook"],
    "milestoneAmount[]": ["1,500.00", "3,000.00"],
    "milestoneDue[]": ["", day(20)],
  };
  const refused = await tell.offer(before(23, 10), hana, handbook, { ...handbookTerms, talent: teodor });
  await tell.declineOffer(
    before(22, 15),
    teodor,
    refused,
    "I am booked until the end of next month. Ines writes better handbooks than I do anyway.",
  );
  const taken = await tell.offer(before(21, 9), hana, handbook, { ...handbookTerms, talent: ines });
  await tell.accept(before(20, 12), ines, taken);

  const ledger = await tell.request(before(18, 10), hana, {
    title: "Ledger migration, test run",
    team: finance,
    talent: teodor,
    offerKind: "direct",
    contractType: "hourly",
    rate: "110.00",
    weeklyHours: "30",
    startDate: day(-12),
    endDate: day(15),
    reason: "One full test run before the ledger moves at year end.",
  });
  await tell.approve(before(17, 9), bo, ledger);
  const early = await tell.offer(before(17, 14), hana, ledger, {
    kind: "direct",
    team: finance,
    talent: teodor,
    title: "Ledger migration, test run",
    description: "Run the migration on a copy, compare balances, list what breaks.",
    contractType: "hourly",
    rate: "110.00",
    weeklyHours: "30",
    startDate: day(-12),
    endDate: day(15),
    workDiary: "on",
  });
  await tell.withdrawOffer(before(16, 10), hana, early, "The copy of the ledger is late; we will come back to you.");
  for (const days of [14, 11, 9]) await tell.wait(before(days, 20));
  return { handbook: taken };
}

/** Offers that wait for a freelancer, one of them beyond what was approved. */
async function tellOpenOffers(tell: Tell, time: StoryTime, { teodor }: Cast): Promise<void> {
  const { before, day } = time;
  const close = await tell.request(before(9, 9), hana, {
    title: "Month-end close, two months",
    team: finance,
    talent: teodor,
    offerKind: "direct",
    contractType: "hourly",
    rate: "92.00",
    weeklyHours: "24",
    startDate: day(3),
    endDate: day(58),
    neededBy: day(-6),
    reason: "Our senior accountant is on parental leave until the end of the quarter.",
  });
  await tell.approve(before(8, 10), bo, close);
  const closeTerms = {
    title: "Month-end close, two months",
    description: "Close two months with the finance team: accruals, reconciliations, reporting pack.",
    contractType: "hourly" as const,
    weeklyHours: "24",
    startDate: day(3),
    workDiary: "on" as const,
  };
  const closeOffer = await tell.offer(before(7, 9), hana, close, {
    kind: "direct",
    team: finance,
    talent: teodor,
    ...closeTerms,
    rate: "92.00",
    endDate: day(58),
  });
  await tell.modify(before(4, 11), hana, closeOffer, {
    ...closeTerms,
    rate: "104.00",
    endDate: day(72),
    message: "The rate you asked for, and two more weeks for the handover.",
  });

  const support = await tell.request(before(7, 13), hana, {
    title: "Tax filing support",
    team: finance,
    offerKind: "payroll",
    contractType: "hourly",
    rate: "61.00",
    weeklyHours: "32",
    startDate: day(12),
    endDate: day(110),
    reason: "Filing season in three states. Employment through our employer of record, as legal asked.",
  });
  await tell.approve(before(6, 9), bo, support);
  await tell.offer(before(5, 15), hana, support, {
    kind: "payroll",
    team: finance,
    talent: { name: "Gwen Abara", email: "gwen@abara.example" },
    title: "Tax filing support",
    contractType: "hourly",
    description: "Prepare and file state returns with our tax lead.",
    rate: "61.00",
    weeklyHours: "32",
    startDate: day(12),
    endDate: day(110),
    employer: "Fairhire Employment LLC",
    countryOfWork: "United States",
  });
  const icons = await tell.request(before(6, 10), marek, {
    title: "Icon set for the mobile app",
    team: design,
    offerKind: "byo",
    contractType: "fixed_price",
    budget: "2,600.00",
    startDate: day(2),
    endDate: day(30),
    reason: "Forty icons in the new style, light and dark.",
  });
  await tell.approve(before(5, 9), bo, icons);
  const invited = { name: "Sami Rautio", email: "sami@rautio.example" };
  await tell.offer(before(3, 14), marek, icons, {
    kind: "byo",
    team: design,
    talent: invited,
    title: "Icon set for the mobile app",
    description: "Forty icons on our grid, as vectors, light and dark.",
    contractType: "fixed_price",
    startDate: day(2),
    endDate: day(30),
    "milestoneTitle[]": ["Twenty icons", "Forty icons"],
    "milestoneAmount[]": ["1,300.00", "1,300.00"],
    "milestoneDue[]": ["", day(30)],
  });
}

/** Approvals nobody has used yet, and requests on Bo's desk. */
async function tellWhatIsWaiting(tell: Tell, time: StoryTime, { teodor, ines }: Cast): Promise<void> {
  const { before, day, minutesAgo } = time;
  const count = await tell.request(before(5, 10), hana, {
    title: "Fixed-asset count, Newark depot",
    team: finance,
    offerKind: "byo",
    contractType: "fixed_price",
    budget: "5,200.00",
    startDate: day(8),
    endDate: day(22),
    reason: "The depot was never counted after the merger.",
  });
  await tell.approve(before(4, 9), bo, count);
  const tests = await tell.request(before(4, 15), marek, {
    title: "Illustrations for the annual report",
    team: design,
    talent: ines,
    offerKind: "direct",
    contractType: "fixed_price",
    budget: "3,400.00",
    startDate: day(5),
    endDate: day(40),
    reason: "Eight full-page drawings; the printer needs them in six weeks.",
  });
  await tell.approve(before(2, 11), bo, tests);
  await tell.request(before(3, 10), hana, {
    title: "Expense policy review",
    team: finance,
    talent: ines,
    offerKind: "direct",
    contractType: "fixed_price",
    budget: "2,900.00",
    startDate: day(6),
    endDate: day(27),
    neededBy: day(4),
    reason: "Travel rules differ between the two entities. One policy, one page.",
  });
  await tell.request(before(2, 14), marek, {
    title: "Usability tests, checkout",
    team: design,
    talent: ines,
    offerKind: "direct",
    contractType: "hourly",
    rate: "78.00",
    weeklyHours: "15",
    startDate: day(7),
    endDate: day(34),
    neededBy: day(6),
    reason: "Twelve sessions with real customers before phase 2 goes live.",
  });
  await tell.request(before(1, 11), hana, {
    title: "Cash-flow model, refresh",
    team: "",
    talent: teodor,
    offerKind: "direct",
    contractType: "hourly",
    rate: "120.00",
    weeklyHours: "",
    startDate: day(10),
    reason: "The lender wants a thirteen-week view, updated every Friday until the loan is signed.",
  });
  await tell.request(minutesAgo(38), hana, {
    title: "Interim controller",
    team: finance,
    offerKind: "payroll",
    contractType: "hourly",
    rate: "135.00",
    weeklyHours: "40",
    startDate: day(14),
    endDate: day(105),
    neededBy: day(2),
    reason: "Our controller leaves at the end of the month and the search takes a quarter.",
  });
}
