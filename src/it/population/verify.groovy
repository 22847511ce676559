import io.github.mewe.maven.it.Build
import com.dylibso.chicory.wasm.Parser

def build = Build.in(basedir)
def members = 1..3
def binary = { "producer/target/mewe/app-diversified-${it}.wasm".toString() }
def manifests = members.collect { build.manifest("producer/target/mewe/app-diversified-${it}.json") }

// Each manifest has its own seed and lists shared variants.
assert manifests*.population*.member == [1, 2, 3]
assert manifests*.population*.size == [3, 3, 3]
assert manifests*.population*.seed.toSet().size() == 3
assert manifests*.seed.toSet().size() == 1
manifests.each {
    assert it.totals.diversified == 4
    assert it.population.disjointFunctions == 4
    assert it.population.sharedFunctions == 0
    assert it.population.sharedOriginals == 4
    assert it.population.distances.every { distance -> distance.variants > 0.1 && distance.disjoint == 1 }
}

// No two binaries contain the same variant, according to the engine's own parser and regardless of the callees' numbers.
def instructions = { member, index ->
    def module = Parser.parse(build.bytes(binary(member)))
    module.codeSection().getFunctionBody((int) (index - module.importSection().importCount())).instructions().collect {
        it.opcode().toString() == 'CALL' ? 'CALL' : it.opcode().toString() + it.operands().toList()
    }
}
manifests[0].functions.eachWithIndex { function, place ->
    def bodies = members.collectMany { member ->
        manifests[member - 1].functions[place].variants.collect { variant ->
            ([variant.index] + variant.helpers).collectMany { instructions(member, it) }
        }
    }
    assert bodies.size() > 6
    assert bodies.toSet().size() == bodies.size() : function.name
}

// Each behaves like the original, with its seed.
def original = build.module('producer/app.wasm')
members.each {
    def instance = build.module(binary(it)).instance(0)
    instance.export('mewe_seed').apply(it * 77L, 1L)
    assert (int) instance.export('demo').apply()[0] == original.call('demo')
}

// They are attached and consumed under their classifiers.
members.each {
    assert build.bytes("consumer/target/nodes/population-producer-diversified-${it}.wasm") == build.bytes(binary(it))
}
assert build.bytes('consumer/target/nodes/population-producer-edge-2-games-dice.wasm')
        == build.bytes('producer/target/edge/games/dice-edge-2.wasm')
def installed = new File(localRepositoryPath, 'io/github/mewe/it/population-producer/1.0').list() as Set
assert installed.containsAll((members.collect { "diversified-${it}" } + ['edge-1-app', 'edge-2-app', 'edge-1-games-dice'])
        .collectMany { ["population-producer-1.0-${it}.wasm".toString(), "population-producer-1.0-${it}.json".toString()] })

// Without originals, and with the defaults of the platform.
def edge = (1..2).collect { build.manifest("producer/target/edge/app-edge-${it}.json") }
assert edge*.population*.size == [2, 2]
assert edge*.population*.sharedOriginals == [0, 0]
assert edge*.randomness == ['export', 'export']
build.file('producer/target/edge/mewe-loader.mjs')

build.invocation(1)
        .logs('Diversified app.wasm in ', ' s into a population of 3 binaries', 'Binary 1 of 3: 4 of 4 functions, ')
        .logs('4 functions have variants that no other binary contains; several binaries contain the original body of up to 4')
        .logs('between two binaries: mean distance of variants ')
        .logs('app-diversified-1.wasm', 'app-diversified-2.wasm', 'app-diversified-3.wasm')
// Each is verified and has a report.
[1, 2, 3].each { number ->
    members.each {
        build.invocation(number).logs("Verified app-diversified-${it}.wasm: ".toString())
        build.invocation(number).logs("app-diversified-${it}-report.html".toString())
    }
}
def report = new String(build.bytes('producer/target/mewe/app-diversified-2-report.html'), 'UTF-8')
assert report.contains('This is binary 2 of a population of 3')
assert report.contains('4 functions share no variant with another binary')
build.invocation(2).logsTimes(7, 'Up to date: ').logsNot('Diversified ')
// A second build makes the same files.
build.invocation(3).logs('Diversified app.wasm in ')
members.each {
    def name = "population-producer-1.0-diversified-${it}"
    ['wasm', 'json'].each { type ->
        assert new File(localRepositoryPath, "io/github/mewe/it/population-producer/1.0/${name}.${type}").bytes
                == build.bytes("producer/target/mewe/app-diversified-${it}.${type}")
    }
}
build.invocation(4).logs('<population> (mewe.population) is 0; it must be from 1 to 100')
return true
