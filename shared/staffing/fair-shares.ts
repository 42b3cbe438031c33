/** Agents who can do the same work. */
export interface Crew {
  readonly agents: number;
  /** Places among the needs. */
  readonly skills: readonly number[];
}

/**
 * Splits crews between skills as evenly as their skills allow: the agents each skill gets, where its need (in agents) is above
 * 0. The set of skills that is covered worst shares all who know any of them; the rest is split among the others in the same way.
 * So the smallest coverage is as large as it can be (`max z` of C.8), and nobody's time is left over who could help.
 */
export function fairShares(needs: readonly number[], crews: readonly Crew[]): number[] {
  const shares = needs.map(() => 0);
  let skills = needs.flatMap((need, skill) => (need > 0 ? [skill] : []));
  let free = crews;
  while (skills.length > 0) {
    const { tightest, coverage } = tightestSet(skills, needs, free);
    for (const skill of tightest) shares[skill] = coverage * (needs[skill] ?? 0);
    skills = skills.filter((skill) => !tightest.has(skill));
    free = free.filter((crew) => !crew.skills.some((skill) => tightest.has(skill)));
  }
  return shares;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * The skills whose joint need is covered worst by all who know any of them: minimises agents ÷ need over all sets of skills
 * (Dinkelbach). Each guess is tested by a flow; if some set fares worse, that set is the next guess, and it is a smaller one.
 */
function tightestSet(skills: readonly number[], needs: readonly number[], crews: readonly Crew[]) {
  let tightest = new Set(skills);
  for (;;) {
    const members = tightest;
    const agents = sum(crews.filter((crew) => crew.skills.some((skill) => members.has(skill))).map((crew) => crew.agents));
    const coverage = agents / sum([...members].map((skill) => needs[skill] ?? 0));
    const unmet = new Flow(
      [...members].map((skill) => ({ skill, want: coverage * (needs[skill] ?? 0) })),
      crews,
    ).unmetSkills();
    // As a smaller set each time, it ends after at most as many steps as there are skills.
    if (unmet.size === 0 || unmet.size === members.size) return { tightest: members, coverage };
    tightest = unmet;
  }
}

/** What an agent's part must be to count: rounding makes parts that are none. */
const LEAST_PART = 1e-9;

/** Crews give to skills until none can have more (shortest augmenting paths). */
class Flow {
  readonly #skills: readonly number[];
  readonly #missing: number[];
  readonly #crews: readonly { readonly places: readonly number[]; readonly given: number[]; free: number }[];

  constructor(wants: readonly { readonly skill: number; readonly want: number }[], crews: readonly Crew[]) {
    this.#skills = wants.map(({ skill }) => skill);
    this.#missing = wants.map(({ want }) => want);
    this.#crews = crews.map(({ agents, skills }) => ({
      places: skills.map((skill) => this.#skills.indexOf(skill)).filter((place) => place >= 0),
      given: wants.map(() => 0),
      free: agents,
    }));
  }

  /** The skills that lack agents even so, with all that could only be helped by taking from them. */
  unmetSkills(): Set<number> {
    for (;;) {
      const { from, reached, target } = this.#search();
      if (target !== null) this.#augment(from, target);
      else return new Set(this.#skills.filter((_, place) => !reached.has(place)));
    }
  }

  /** From crews with somebody free, over skills and the crews that serve them, to a skill that lacks agents. */
  #search() {
    /** How each skill was reached: by which crew, and from which skill that crew would be taken. */
    const from = new Map<number, { readonly crew: number; readonly via: number | null }>();
    const queue: number[] = [];
    const visit = (crew: number, via: number | null) => {
      for (const place of this.#crews[crew]?.places ?? []) {
        if (from.has(place)) continue;
        from.set(place, { crew, via });
        queue.push(place);
      }
    };
    for (const [crew, { free }] of this.#crews.entries()) if (free > LEAST_PART) visit(crew, null);
    for (let i = 0; i < queue.length; i++) {
      const place = queue[i] ?? 0;
      if ((this.#missing[place] ?? 0) > LEAST_PART) return { from, reached: from, target: place };
      for (const [crew, { given }] of this.#crews.entries()) if ((given[place] ?? 0) > LEAST_PART) visit(crew, place);
    }
    return { from, reached: from, target: null };
  }

  #augment(from: ReadonlyMap<number, { readonly crew: number; readonly via: number | null }>, target: number): void {
    const path: { readonly place: number; readonly crew: number; readonly via: number | null }[] = [];
    for (let place: number | null = target; place !== null; ) {
      const step = from.get(place);
      if (step === undefined) return;
      path.push({ place, ...step });
      place = step.via;
    }
    const parts = path.map(({ crew, via }) => (via === null ? this.#crews[crew]?.free : this.#crews[crew]?.given[via]) ?? 0);
    const part = Math.min(this.#missing[target] ?? 0, ...parts);
    this.#missing[target] = (this.#missing[target] ?? 0) - part;
    for (const { place, crew, via } of path) {
      const giver = this.#crews[crew];
      if (giver === undefined) continue;
      giver.given[place] = (giver.given[place] ?? 0) + part;
      if (via === null) giver.free -= part;
      else giver.given[via] = (giver.given[via] ?? 0) - part;
    }
  }
}
