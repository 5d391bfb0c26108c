"""Words of instructions, and how much each tells in a name. Data: nothing here decides.

Whatever stands in none of the lists tells what a word of the user's own trade tells: much.
"""

from __future__ import annotations

from branchline.core.words import words

SMALL = words(
    "a an and are as at be been being but by for from had has have having he her here hers him his how i if in into"
    " is it its itself just me mine more most much my no nor not of off on once only onto or other our ours out over"
    " own per same she should so some such than that the their theirs them themselves then there these they this those"
    " through thus to too under until up upon us very via was we were what when whenever where whether which while who"
    " whom whose why will with within without would you your yours yourself about above across after again against all"
    " almost along already also although always am among any anybody anyone anything anyway around aside away back"
    " because before behind below beneath beside between beyond both cannot can could couldnt did didnt do does doesnt"
    " doing done dont down during each either else enough especially etc even ever every everybody everyone everything"
    " everywhere exactly except far few first further get gets getting got hasnt havent hence however id im instead"
    " isnt ive kind last later least less let lets like likely little lot lots made many may maybe might must near"
    " nearly need needed needs neither never next nobody none nothing now nowhere often ok okay one ones otherwise"
    " ought perhaps please pls possible possibly probably quite rather really right said say says see seem seems"
    " several shall shouldnt since somehow someone something sometimes somewhere soon still sure take taken takes tell"
    " thank thanks though thought til till together toward towards trying two un unless unlike used using usually want"
    " wanted wants wasnt way ways well whatever wherever wont wouldnt yes yet youd youll youre youve theyre theres"
    " thats whats weve hi hello hey dear asap kindly able actually basically currently simply properly correctly"
    " completely entirely fully automatically directly immediately carefully thoroughly quickly easily seriously"
    " apparently suddenly constantly yesterday today tomorrow tonight morning evening night week weeks month months"
    " day days hour hours minute minutes second seconds year years time times ago recently lately found twenty thirty"
    " forty fifty sixty sooner three four five six seven eight nine ten half dozen hundred thousand million third eg"
    " ie vs btw fyi imo afaik tbd nope yeah yep hmm oh ah so-called e.g i.e"
)
"""They tell nothing, whatever they stand beside."""

DONE = words(
    "logged add adding adds added create creates created creating make makes making write writes writing written"
    " build builds implement implements implemented implementing implementation introduce provide support supports"
    " supported allow allows enable ensure give gives given put set sets setup update updates updated updating change"
    " changed changing modify edit adjust adapt improve improves improved improving enhance extend use uses want like"
    " show shows showing display displays do fix fixes fixed fixing repair mend resolve resolved solve correct handle"
    " handles look looks looking check checks checking checked find finds finding figure work works worked working try"
    " tries tried help helps go goes going come comes keep keeps start starts started starting stop stops stopped"
    " begin begins end ends run runs running ran happen happens happening happened continue proceed prepare complete"
    " finish get bring turn turns call calls called think know known understand mean means expect expected report"
    " reports reported reporting note notice ask asked remember consider investigate investigating investigation debug"
    " debugging diagnose analyze analyse analysis determine identify track trace explore research study explain"
    " describe tell list propose suggest recommend discuss summarize summarise outline draft sketch estimate evaluate"
    " compare decide review reviews reviewing reviewed audit inspect examine verify validate read reads reading"
    " critique leave leaves apply applies applied click clicks clicked clicking press pressed open opens opening"
    " opened save saves saving appear appears return returns returning returned receive receives contain contains"
    " include includes including exist exists become becomes cause causes caused lead leads reach believe guess feel"
    " walk feat chore perf bugfix hotfix sort meet pull troubleshoot brainstorm sorted broken breaks break swallow"
    " configure extract"
)
"""What is done to nearly everything."""

USUAL = words(
    "new old newer older existing current latest recent previous different various certain specific single whole"
    " entire full small big large larger smaller good better best bad worse worst great nice clean simple easy hard"
    " difficult short long high low quick important main major minor real available necessary useful common public"
    " private default proper appropriate suitable obvious obsolete outdated missing unused wrong senior expert longer"
    " left right top bottom possible ready empty relevant actual half-done"
)
"""How nearly everything is. These two tell least."""

COMMON = words(
    "build builds pull-request merge-request pattern changes handling see decision comment feedback opinion verdict"
    " act seems thing things stuff issue issues problem problems bug-report ticket task tasks story part parts places"
    " piece point points step steps case cases example examples detail details information info reason reasons result"
    " results option options way kind type types version versions number line lines word words name names file files"
    " folder folders code codebase repo repository project projects app application program system software product"
    " module modules package packages class classes function functions method methods component components feature"
    " features functionality service services user users customer customers people person team client clients"
    " developer developers colleague page pages screen screens view views section sections area areas slow-ish"
    " deprecated off engineer everywhere anymore up-to-date really etc real-time able approach idea ideas plan plans"
    " planning proposal concept strategy overview spec specification document documents design designs requirements"
    " requirement criteria acceptance questions question answer answers pros cons risks risk effort trade-offs"
    " tradeoffs docs documentation script scripts tool tools data value values content contents item items element"
    " elements entry entries object objects field fields text texts message messages properties property root"
    " condition open-source subject usage variable variables undefined null"
)
"""What nearly everything is, or has."""


DEFECTS = words(
    "bug bugs crash crashes crashing crashed error errors exception exceptions leak leaks deadlock timeout timeouts"
    " regression regressions segfault race-condition flaky flakiness hang hangs freeze freezes outage incident warning"
    " warnings failure failures failing fails fail failed panic slow slowness latency typo typos duplicate duplicates"
    " vulnerability vulnerabilities overflow corruption bottleneck stutter flicker glitch"
)
"""They tell something beside what has them."""

ACTS = words(
    "refactor remove delete rename migrate upgrade downgrade bump port replace convert translate extract split merge"
    " move integrate dockerize optimize optimise simplify deprecate release publish deploy cleanup test tests testing"
    " validate drop import export sync backup restore generate parse format sort filter search cache log monitor"
    " secure encrypt rollback revert pin lint document scaffold localize internationalize polish reproduce bisect"
    " rewrite restructure dedupe"
)
"""What is done, where that tells more than "add" or "fix"."""

TERMS = words(
    "login logout signup signin sign-up sign-in auth oauth oidc saml sso jwt session cookie cookies password token"
    " csrf cors permission permissions role roles acl rbac captcha mfa 2fa totp ldap api rest graphql grpc rpc"
    " websocket websockets dynamodb bigquery cassandra snowflake firebase supabase webhook webhooks http https http2"
    " tls ssl dns proxy gateway cdn tcp udp socket endpoint endpoints route routes router routing middleware request"
    " response header headers payload schema openapi swagger url uri upload uploads download downloads retry retries"
    " backoff rate-limit pagination streaming cache caching redis memcached queue worker workers scheduler cron job"
    " jobs kafka rabbitmq nats broker event events database db sql sqlite postgres postgresql mysql mariadb mongodb"
    " duckdb elasticsearch index indexes indexing migration migrations transaction transactions query queries orm"
    " table tables column columns row rows shard replica parser lexer tokenizer compiler linker interpreter ast"
    " grammar regex serializer encoder decoder encoding unicode utf-8 json yaml toml xml csv pdf markdown html css"
    " scss sass svg png jpeg image images video audio font fonts react vue svelte angular solid next nextjs nuxt astro"
    " redux zustand tailwind bootstrap storybook vite webpack rollup esbuild babel eslint prettier biome typescript"
    " javascript node nodejs npm yarn pnpm deno bun electron tauri react-native flutter expo python django flask"
    " fastapi pydantic pandas numpy celery pytest mypy ruff poetry pip uv rust cargo go golang java kotlin swift"
    " spring gradle maven ruby rails php laravel symfony dotnet csharp cpp cmake makefile elixir phoenix scala docker"
    " dockerfile compose kubernetes k8s helm terraform ansible nginx apache caddy jenkins github gitlab actions"
    " workflow pipeline ci cd deployment staging production container containers lambda s3 aws azure gcp cloud"
    " serverless lint linter linting formatter typing types coverage unit integration e2e playwright cypress selenium"
    " jest vitest mocha fixture fixtures mock mocks snapshot benchmark profiler tracing telemetry metrics logging"
    " logger sentry grafana prometheus opentelemetry analytics dashboard chart charts graph audit-log button buttons"
    " form forms modal dialog dropdown menu navbar navigation sidebar toolbar tooltip footer grid layout theme themes"
    " dark mode darkmode toggle scroll scrolling animation icon icons avatar badge banner carousel tab tabs input"
    " checkbox datepicker autocomplete drag drop keyboard shortcut shortcuts mobile responsive accessibility a11y i18n"
    " l10n locale locales translation translations timezone rtl editor canvas landing wizard onboarding cart checkout"
    " payment payments billing invoice invoices order orders subscription subscriptions refund refunds voucher coupon"
    " pricing price prices currency tax product products catalog inventory shipping stripe paypal email e-mail mail"
    " mails smtp notification notifications push sms chat comment comments feed profile profiles account accounts"
    " registration settings preferences config configuration env environment secret secrets feature-flag flag flags"
    " readme changelog license docstring docstrings tutorial faq adr rfc roadmap memory cpu gpu thread threads"
    " threading async await promise promises callback callbacks hook hooks state machine store concurrency lock"
    " locking mutex stream streams buffer pool heap stack recursion null-pointer pointer nan cli argument arguments"
    " stdin stdout terminal shell bash daemon plugin plugins extension sdk library dependency dependencies monorepo"
    " submodule branch commit rebase merge-conflict tag release versioning semver lockfile iterator generator"
    " decorator enum interface generics closure singleton factory adapter observer safari firefox chrome edge ios"
    " android iphone ipad windows macos linux wasm webassembly pwa import importer export exporter sync backup crawler"
    " scraper search filter sorting validation sandbox model llm embedding embeddings prompt vector inference dataset"
    " training tensor"
)
"""Technical terms: they tell most."""
