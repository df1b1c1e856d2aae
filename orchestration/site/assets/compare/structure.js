/* The sections about all industries: location quotients, complement, relatedness density and similarity. */
(() => {
  "use strict";
  const { explorer } = window;
  const SHOWN = 5;
  const t = (key, values) => explorer.text(`compare_${key}`, values);
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  explorer.compareQuotients = (facts, state) => {
    const [a, b] = [facts.region(state.a), facts.region(state.b)];
    const own = new Set(facts.ownDivisions(state));
    const rows = facts.divisions().map((code) => ({
      code, isOwn: own.has(code), a: facts.quotient(state, code, state.a), b: facts.quotient(state, code, state.b),
    }));
    const isOpen = (row) => [row.a, row.b].some((known) => known.point === undefined || known.point === null);
    const decided = rows.filter((row) => !isOpen(row));
    const number = (test) => decided.filter(test).length;
    const drawn = decided.filter((row) => row.isOwn && row.a.point > 0 && row.b.point > 0)
      .map((row) => ({ label: facts.nameOf(row.code), base: row.b.point, exact: row.a.point }));
    const write = (known) => explorer.writeKnown(known, "location_quotient");
    return {
      title: t("title_quotients", {
        a, b, both: number((row) => row.a.point > 1 && row.b.point > 1), only_a: number((row) => row.a.point > 1 && row.b.point <= 1),
        only_b: number((row) => row.b.point > 1 && row.a.point <= 1), open: rows.length - decided.length,
      }),
      unit: t("unit_quotients", { measure: explorer.text(`compare_measure_${state.measure}`), year: facts.divisionYear }),
      note: t("note_quotients", { number: own.size }),
      charts: [{
        heading: t("heading_own_divisions"),
        marks: [["filled", a], ["hollow", b]],
        data: {
          kind: "dumbbell", unit: "ratio", rows: explorer.pack(drawn), direction: "quotient",
          texts: { tip: `{label}: ${a} {exact}, ${b} {base}` },
        },
      }],
      file: explorer.recordRows([state.a, state.b].flatMap((region) => rows.map(({ code }) =>
        facts.record(state, { kind: "code", code, name: `${code} ${facts.nameOf(code)}` }, "location_quotient", region)))),
      table: {
        columns: [["KSIC", false], [t("column_industry"), false], [t("column_quotient", { region: a }), true],
          [t("column_quotient", { region: b }), true], [t("column_own"), false]],
        rows: rows.map((row) => [row.code, facts.industry(row.code), write(row.a), write(row.b), row.isOwn ? t("yes") : ""]),
      },
    };
  };

  explorer.compareComplement = (facts, state) => {
    const of = (base, partner) => facts.pairs.complement[state.measure]?.[base]?.[partner];
    const directions = [[state.a, state.b], [state.b, state.a]];
    const jobs = ([base, partner]) => {
      const found = of(base, partner);
      return found ? explorer.writeCounts(found[0], found[1]) : "0";
    };
    const quotient = (code, region) => explorer.writeKnown(facts.quotient(state, code, region), "location_quotient");
    return {
      title: t("title_complement", {
        a: facts.region(state.a), b: facts.region(state.b), to_a: jobs(directions[0]), to_b: jobs(directions[1]),
        measure: explorer.text(`compare_measure_${state.measure}`),
      }),
      unit: t("unit_complement", { year: facts.divisionYear }),
      note: t("note_complement", { number: sum(directions.map(([base, partner]) => of(base, partner)?.[2] ?? 0)), shown: SHOWN }),
      charts: [],
      file: [
        ["base_region_code", "base_region", "partner_region_code", "partner_region", "ksic_code", "industry", "measure", "year",
          "base_location_quotient", "partner_location_quotient", "complement_score_low", "complement_score_high"],
        ...directions.flatMap(([base, partner]) => (of(base, partner)?.[3] ?? []).map(([code, low, high]) => [
          base, facts.region(base), partner, facts.region(partner), code, facts.nameOf(code), state.measure, facts.divisionYear,
          facts.quotient(state, code, base).point, facts.quotient(state, code, partner).point, low, high,
        ])),
      ],
      table: {
        columns: [[t("column_base"), false], [t("column_partner"), false], ["KSIC", false], [t("column_industry"), false],
          [t("column_base_quotient"), true], [t("column_partner_quotient"), true], [t("column_score"), true]],
        rows: directions.flatMap(([base, partner]) => (of(base, partner)?.[3] ?? []).map(([code, low, high]) => [
          facts.region(base), facts.region(partner), code, facts.industry(code),
          quotient(code, base), quotient(code, partner), explorer.writeIndex(low, high),
        ])),
      },
    };
  };

  explorer.compareDensity = (facts, state) => {
    const of = (region) => facts.pairs.density[state.measure]?.[region] ?? [];
    const best = (region) => of(region).filter(([, low, , specialised]) => specialised === 0 && low !== null).slice(0, SHOWN);
    const entry = (region, code) => of(region).find(([other]) => other === code) ?? [code, null, null, null];
    const first = (region) => {
      const [found] = best(region);
      return found ? `${facts.nameOf(found[0])} ${explorer.writeIndex(found[1], found[2])}` : explorer.text("is_none");
    };
    const specialised = { 1: t("specialised"), 0: t("not_specialised") };
    const { error, proximity, provinces, years } = facts.pairs.stability[state.measure];
    return {
      title: t("title_density", { a: facts.region(state.a), b: facts.region(state.b), first_a: first(state.a), first_b: first(state.b) }),
      unit: t("unit_density", { measure: explorer.text(`compare_measure_${state.measure}`), year: facts.divisionYear }),
      note: t("note_density", { provinces, years, error: error.toFixed(2), proximity: proximity.toFixed(2), shown: SHOWN }),
      charts: [],
      file: [
        ["region_code", "region", "ksic_code", "industry", "measure", "year", "density_low", "density_high", "is_specialised"],
        ...[state.a, state.b].flatMap((region) => of(region).map(([code, low, high, is]) => [
          region, facts.region(region), code, facts.nameOf(code), state.measure, facts.divisionYear, low, high, is === null ? null : is === 1,
        ])),
      ],
      table: {
        columns: [[t("column_region"), false], ["KSIC", false], [t("column_industry"), false], [t("column_density"), true],
          [t("column_other_density"), true], [t("column_other_status"), false]],
        rows: [[state.a, state.b], [state.b, state.a]].flatMap(([region, other]) => best(region).map(([code, low, high]) => {
          const there = entry(other, code);
          return [facts.region(region), code, facts.industry(code), explorer.writeIndex(low, high),
            explorer.writeIndex(there[1], there[2]), specialised[there[3]] ?? t("undecided")];
        })),
      },
    };
  };

  explorer.compareSimilarity = (facts, state) => {
    const of = (region, other) => facts.pairs.similarity[state.measure]?.[region]?.[other];
    const write = (region, other) => (of(region, other) ? explorer.writeIndex(of(region, other)[0], of(region, other)[1]) : "");
    const others = Object.keys(facts.pairs.similarity[state.measure]?.[state.a] ?? {}).concat(state.a).sort();
    return {
      title: t("title_similarity", { a: facts.region(state.a), b: facts.region(state.b), similarity: write(state.a, state.b) }),
      unit: t("unit_similarity", { measure: explorer.text(`compare_measure_${state.measure}`), year: facts.divisionYear }),
      note: t("note_similarity"),
      charts: [],
      file: [
        ["region_code", "region", "other_region_code", "other_region", "measure", "year", "similarity_low", "similarity_high", "undisclosed_divisions"],
        ...[state.a, state.b].flatMap((region) => others.filter((other) => of(region, other)).map((other) =>
          [region, facts.region(region), other, facts.region(other), state.measure, facts.divisionYear, ...of(region, other)])),
      ],
      table: {
        columns: [[t("column_region"), false], [t("column_similarity", { region: facts.region(state.a) }), true],
          [t("column_similarity", { region: facts.region(state.b) }), true]],
        rows: others.map((region) => [
          { text: facts.region(region), href: `province-${region}.html` }, write(state.a, region), write(state.b, region),
        ]),
      },
    };
  };
})();
