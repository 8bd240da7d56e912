import htmx from 'htmx.org'
import '@github/relative-time-element'
import './composer'
import './copy'
import './counter'
import './held'
import './help'
import './morph'
import './palette'
import { startActions } from './actions'
import { startClocks } from './clock'
import { startCues } from './cues'
import { startDialogs } from './dialogs'
import { startKeys } from './keys'
import { startLive } from './live'
import { startMemory } from './memory'
import { startMoments } from './moments'
import { startPages } from './pages'
import { startPresence } from './presence'
import { startScroll } from './scroll'
import { tellZone } from './zone'

Object.assign(htmx.config, { defaultSwap: 'outerMorph show:none', includeIndicatorCSS: false, morphScanLimit: 30 })

tellZone()
startPages()
startActions()
startDialogs()
startScroll()
startLive()
startClocks()
startKeys()
startPresence()
startMemory()
startMoments()
startCues()
