"""Agreements in small that random journals are run on: each has what the flagship and the others have not."""

PACT = """agreement pact
    between GBR and SUN
    signed  1939-07-25

clause stand-by
    while third state A is at war with party P
    every other party must assist P against A
    within 7 days

clause aid
    when   third state A attacks party P
    unless A is a threat to P
    every other party must assist P
    within 1 day
    until  A makes peace with P

clause talk
    when third state A attacks party P
    every party must consult with every other party
    within 2 days

clause no-help
    no party may assist third state X

event A attacks P
    when  A threatens P
    where A is a threat to P

fact this agreement is in force
    from  signature
    until contracting state P denounces this agreement
"""
"""What the flagship has not: a duty that a state of things opens, a ban that leaves a role open, an unknown deeming."""
WIDE = """agreement wide
    between GBR and SUN
    signed  1939-07-25

event state P restricts trade with state Q
event state P frees trade with state Q
event state P nominates person N to state Q
event state Q admits person N of state P [in place Z]
event state P recalls person N
event person N communicates with state P [in place Z]
fact state P is restricting trade with state Q
    from  P restricts trade with Q
    until P frees trade with Q
fact person N is a national of state P
fact person N is an agent of state P in state Q
    from  Q admits N of P
    until P recalls N

clause no-restriction
    no party may be restricting trade with another party
    within 7 days
    unless earlier JPN attacks SUN

clause no-threat
    SUN must not be restricting trade with another party
    unless DEU is a threat to SUN

clause nomination
    every party P can nominate person N to another party
    where N is a national of P

clause admission
    every party Q can admit person N of another party P
    where earlier P nominates N to Q

clause free-communication
    while N is an agent of P in Q
    N may communicate with P
    owed by Q

fact state P is over-represented in state Q
    where number of people N such that N is an agent of P in Q is more than 1

clause agents
    no party may be over-represented in another party

clause help
    when third state A attacks party P
    every other party must assist P against A
    within 7 days
    until A makes peace with P

clause answer
    when Q breaches clause help toward P
    Q must consult with P
    within 1 day

clause apology
    when Q breaches clause free-communication toward P
    Q must negotiate with P
    within 1 day

clause two
    while party P is at war with at least 2 third states
    every other party must negotiate with P
    within 2 days

fact this agreement is in force
    from signature
    until contracting state P denounces this agreement
"""
"""What the pact has not: states of affairs, powers, a right, breaches that are heard, counts."""
SETTLED = """agreement settled
    between GBR and SUN
    signed  1939-07-25

event state P restricts trade with state Q
event state P frees trade with state Q
event state Q admits person N of state P [in place Z]
event state P recalls person N
event person N communicates with state P [in place Z]
event state P insults state Q
fact state P is restricting trade with state Q
    from  P restricts trade with Q
    until P frees trade with Q
fact state P is bound to state Q
fact person N is an agent of state P in state Q
    from  Q admits N of P
    until P recalls N
fact state P is hostile to state Q
    where P is restricting trade with Q
fact state P is hostile to state Q
    where number of people N such that N is an agent of P in Q is more than 1
fact state A is a great power
    from A insults state Q
fact state P is crowded by state X
    where number of states X such that X is at war with P is more than 1

event P insults Q
    when  P threatens Q
    where P is restricting trade with Q

clause no-restriction
    no party may be restricting trade with another party
    within 7 days

clause no-hostility
    no party may be hostile to another party

clause no-crowd
    no party P may insult another party Q
    where Q is crowded by P

clause bound
    every party must be bound to every other party
    within 2 days

clause at-odds
    while party P is restricting trade with another party Q
    Q must consult with P
    within 2 days

clause insulted
    when   third state A insults party P
    while  P is restricting trade with another party
    every other party must assist P against A
    within 7 days
    until  A negotiates with P

clause no-quarrel
    no party may threaten great power A

fact this agreement is in force
    from signature
    until contracting state P denounces this agreement
"""
"""What time alone changes nothing of: states of affairs among the parties; only a ban on an act asks about anybody."""
TIMED = """agreement pact
    between GBR and SUN
    signed  1939-07-25

fact this agreement is seasoned
    from  700 days after entry into force
    until 30 days before 1941-07-30

clause reports
    every 6 months from signature
    every party must consult with every other party
    within 30 days

clause daily
    every 3 days from 1941-06-20
    while SUN is at war with DEU
    GBR must assist SUN against DEU
    within 2 days
    unless earlier ROU attacks SUN

clause notice
    every party P must consult with every other party about A
    before P makes peace with third state A

clause prior
    when third state A attacks party P
    every other party must assist P against A
    before P makes peace with A

clause lead
    every party P must recognise Russian text of agreement anglo-soviet-1939
    by 3 days before P concludes agreement T with a third state

clause fixed
    when third state A attacks party P
    every other party must assist P
    by 1941-06-29

clause no-help
    no party may assist third state X
    unless this agreement is seasoned

fact this agreement is in force
    from  signature
    until 1 day after a contracting state denounces this agreement
    not before 1941-06-22
    not while a contracting state is at war with DEU
    only every 2 days from 1941-06-20
"""
"""What hangs on the calendar, on what comes later, and on an end that is put off."""
STANDS = """event state Q excuses state B from clause C
event state Q holds state B to clause C
event state P suspends agreement or clause C toward state Q
event state P resumes agreement or clause C toward state Q

fact B is excused from clause C toward Q
    from  Q excuses B from C
    until Q holds B to C

fact agreement or clause C is suspended for P toward Q
    from  P suspends C toward Q
    until P resumes C toward Q
"""
"""What makes the clocks of duties stand, by what the parties do."""
BOUND = f"""agreement bound
    between GBR, SUN and FIN from 1941-06-23
    signed  1939-07-25

{STANDS}
fact this agreement is in force
    from  signature
    until 5 days after GBR denounces this agreement

fact this agreement is in force for contracting state P
    from  entry into force
    until 2 days after P denounces this agreement

fact this agreement is in force for state P
    from  P accedes to this agreement
    where P is not a threat to SUN
    until 2 days after P denounces this agreement

clause help
    when  third state A attacks party P
    every other party must assist P against A
    within 7 days
    subject to clause calm

clause calm
    no party may assist another party against a third state
    while another party is at war with ITA

clause no-threat
    no party may threaten another party
    owed to all parties
    subject to clause warning

clause warning
    when party P attacks a third state
    every other party must threaten P
    within 2 days
    owed to every other party

clause quarrel
    no party may be at war with another party
    within 2 days

clause stand-by
    while third state A is at war with party P
    every other party must negotiate with P
    within 2 days

clause notice
    when third state A attacks party P
    every other party must consult with P about A
    before P makes peace with A

clause lead
    every party P must negotiate with every other party
    by 3 days before P makes peace with third state A

clause fixed
    when third state A attacks party P
    every other party must assist P
    by 1941-06-29

clause review
    while party P is at war with a third state
    P must negotiate with another party
    within 1 day
    every 3 days from 1941-06-22
    owed to all parties

clause answer
    when Q breaches clause help toward P
    Q must consult with P
    within 1 day

clause apology
    when Q breaches clause notice toward P
    Q must consult with P
    within 1 day
"""
"""States that join and leave, clauses that are excused, suspended or give way, beside what the calendar says."""
